import type { AwsCall, CallScope } from './aws-call.ts';

type Call = Omit<AwsCall, 'accessKeyId'>;
type Json = Readonly<Record<string, unknown>>;
type Items = Readonly<Record<string, { readonly S?: string } | undefined>>;

/** The parts of a TransactWriteItems and TransactGetItems, by the permission that each one needs. */
const PARTS = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
} as const;

/**
 * The permissions that an operation needs: a transaction those of its parts (DynamoDB developer guide, "Using IAM with
 * DynamoDB transactions"). The keys are those of our tables: `PK`, and whatever a query compares first.
 */
export function callsOfDynamoDb(operation: string, input: Json, { region, accountId }: CallScope): readonly Call[] {
  const table = (name: unknown): string => `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
  const call = (action: string, name: unknown, leadingKeys: readonly string[]): Call => ({
    action: `dynamodb:${action}`,
    resource: table(name),
    leadingKeys,
  });
  switch (operation) {
    case 'GetItem':
    case 'DeleteItem':
    case 'UpdateItem':
      return [call(operation, input['TableName'], keyOf(input['Key']))];
    case 'PutItem':
      return [call(operation, input['TableName'], keyOf(input['Item']))];
    case 'Query': {
      const index = input['IndexName'] === undefined ? '' : `/index/${input['IndexName']}`;
      return [call(operation, `${input['TableName']}${index}`, keyOfQuery(input))];
    }
    case 'TransactWriteItems':
    case 'TransactGetItems':
      return (input['TransactItems'] as readonly Json[]).flatMap((item) =>
        Object.entries(PARTS).flatMap(([part, action]) => {
          const one = item[part] as Json | undefined; // the API's own shape
          return one === undefined ? [] : [call(action, one['TableName'], keyOf(one['Item'] ?? one['Key']))];
        }),
      );
    case 'BatchGetItem':
      return Object.entries(input['RequestItems'] as Readonly<Record<string, { readonly Keys: readonly Items[] }>>).map(
        ([name, { Keys }]) => call(operation, name, Keys.flatMap(keyOf)),
      );
    default: // as it is, without keys: no role grants it, or it is found
      return [{ action: `dynamodb:${operation}`, resource: table(input['TableName'] ?? 'unknown') }];
  }
}

const keyOf = (item: unknown): readonly string[] => {
  const key = (item as Items | undefined)?.['PK']?.S; // the partition key of each table is a text
  return key === undefined ? [] : [key];
};

function keyOfQuery(input: Json): readonly string[] {
  const value = /^\s*\(?\s*#?\w+\s*=\s*(:\w+)/.exec(String(input['KeyConditionExpression']))?.[1];
  const key = (input['ExpressionAttributeValues'] as Items | undefined)?.[value ?? '']?.S;
  return key === undefined ? [] : [key];
}
