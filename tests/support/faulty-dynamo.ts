import { randomUUID } from 'node:crypto';
import { ConditionFailed, type DynamoClient, isConditionFailed } from '@gymcoach/core/clients/dynamodb';
import type { Faults, SendTwice } from './faults.ts';

/** A client that is open to faults. */
export const faultyDynamo = (faults: Faults, client: DynamoClient): DynamoClient => faults.wrap(client, sendTwice);

/**
 * As the client repeats a call whose answer it did not see: a transaction carries one token over all its attempts; of any other
 * write that now fails its condition it cannot know whether it was the first attempt that made it so.
 */
const sendTwice: SendTwice = async (send, [operation, input, ...rest]) => {
  const hasToken = operation === 'TransactWriteItems' && typeof input === 'object';
  const call = [operation, hasToken ? { ClientRequestToken: randomUUID(), ...input } : input, ...rest];
  await send(...call).catch(() => undefined);
  return send(...call).catch((error: unknown) => {
    if (hasToken || !isConditionFailed(error)) throw error;
    throw new ConditionFailed(error.reasons, { ambiguous: true, cause: error });
  });
};

/**
 * Protection off: no write has a condition any more, so each one overwrites what is there. A proof that still finds
 * nothing wrong with it proves nothing.
 */
export const withoutConditions = (client: DynamoClient): DynamoClient => ({
  send: (operation, input, options) => client.send(operation, unconditional(input), options),
});

type Fields = Readonly<Record<string, unknown>>;

function unconditional<I extends object>(input: I): I {
  const fields: Fields = Object.fromEntries(Object.entries(input));
  const { TransactItems } = fields;
  if (!Array.isArray(TransactItems)) return withoutCondition(fields) as I; // an input of the same operation
  const members: readonly Readonly<Record<string, Fields>>[] = TransactItems; // each is one write under its name
  const kept = members
    .filter((member) => !('ConditionCheck' in member))
    .map((member) =>
      Object.fromEntries(Object.entries(member).map(([name, write]) => [name, withoutCondition(write)])),
    );
  return { ...input, TransactItems: kept };
}

/** DynamoDB refuses names and values that no expression mentions, so those of the condition go with it. */
function withoutCondition(write: Fields): Fields {
  if (write['ConditionExpression'] === undefined) return write;
  const {
    ConditionExpression: _condition,
    ReturnValuesOnConditionCheckFailure: _returned,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
    ...rest
  } = write;
  const update = String(rest['UpdateExpression'] ?? '');
  return {
    ...rest,
    ...mentioned('ExpressionAttributeNames', names, update),
    ...mentioned('ExpressionAttributeValues', values, update),
  };
}

function mentioned(field: string, named: unknown, expression: string): Fields {
  const kept = Object.entries(named ?? {}).filter(([name]) => new RegExp(`${name}(?!\\w)`).test(expression));
  return kept.length === 0 ? {} : { [field]: Object.fromEntries(kept) };
}
