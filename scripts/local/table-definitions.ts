import { resolve } from 'node:path';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { readYaml } from '../build/read-yaml.ts';

/** The real names behind the three logical tables. */
export interface TableNames {
  readonly main: string;
  readonly ephemeral: string;
  readonly audit: string;
}

export interface TableDefinition {
  readonly create: CreateTableCommandInput;
  /** The attribute with the expiry time; CreateTable does not take it, UpdateTimeToLive does. */
  readonly ttlAttribute: string | undefined;
}

const LOGICAL_IDS = { main: 'MainTable', ephemeral: 'EphemeralTable', audit: 'AuditTable' } as const;
const TEMPLATE = resolve(import.meta.dirname, '../../platform/resources/tables.yml');

/** What CloudFormation calls as the CreateTable API does. The rest (keys, backups, protection) has no meaning locally. */
type TableProperties = Pick<
  CreateTableCommandInput,
  'AttributeDefinitions' | 'KeySchema' | 'GlobalSecondaryIndexes' | 'BillingMode'
> & {
  readonly StreamSpecification?: { readonly StreamViewType?: 'NEW_AND_OLD_IMAGES' };
  readonly TimeToLiveSpecification?: { readonly AttributeName?: string };
};

/** The tables as the platform stack declares them, under the names given: a local engine gets the very keys that are deployed. */
export function tableDefinitions(names: TableNames, template = TEMPLATE): readonly TableDefinition[] {
  return [
    define(names.main, propertiesOf(LOGICAL_IDS.main, template)),
    define(names.ephemeral, propertiesOf(LOGICAL_IDS.ephemeral, template)),
    define(names.audit, propertiesOf(LOGICAL_IDS.audit, template)),
  ];
}

function define(TableName: string, properties: TableProperties): TableDefinition {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, BillingMode, StreamSpecification } = properties;
  return {
    create: {
      TableName,
      AttributeDefinitions,
      KeySchema,
      BillingMode: BillingMode ?? 'PAY_PER_REQUEST',
      // Without its maximum, which stands for a stage's figure; a local engine has none to keep.
      ...(GlobalSecondaryIndexes === undefined
        ? {}
        : {
            GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(({ OnDemandThroughput: _, ...index }) => index),
          }),
      // CloudFormation turns the stream on by naming its view; the API wants it said.
      ...(StreamSpecification === undefined
        ? {}
        : { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } }),
    },
    ttlAttribute: properties.TimeToLiveSpecification?.AttributeName,
  };
}

function propertiesOf(logicalId: string, template: string): TableProperties {
  // The file is our own, and a wrong shape fails below or at CreateTable, by name.
  const { Resources } = readYaml(template) as { Resources?: Record<string, { Type?: string; Properties?: object }> };
  const resource = Resources?.[logicalId];
  if (resource?.Type !== 'AWS::DynamoDB::Table' || resource.Properties === undefined) {
    throw new Error(`${template} declares no AWS::DynamoDB::Table called ${logicalId}`);
  }
  return resource.Properties as TableProperties; // the names and shapes are those of the API
}
