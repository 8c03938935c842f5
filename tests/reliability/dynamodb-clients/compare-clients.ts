import { isDeepStrictEqual } from 'node:util';
import type { DynamoClient, DynamoOperation } from '@gymcoach/core/clients/dynamodb';
import fc from 'fast-check';
import { type Outcome, outcomeOf } from '../../support/dynamo-clients.ts';
import { callsOn, type GeneratedCall } from './generate-operations.ts';

/** A client and the table that it alone uses. */
export interface Side {
  readonly client: DynamoClient;
  readonly table: string;
}

export interface Comparison {
  operations: number;
  disagreements: number;
  succeeded: number;
  conditionsFailed: number;
  refused: number;
  readonly tried: Set<DynamoOperation>;
  /** The first disagreements, to be looked at. */
  readonly examples: unknown[];
}

const LENGTH = 20;
const SIDE_BY_SIDE = 4;
const MOST_PAGES = 5;

/** Sends at least `size` generated calls by both sides, in sequences with a partition each, and compares what becomes of them. */
export async function compareClients(
  [one, other]: readonly [Side, Side],
  { seed, size }: { readonly seed: number; readonly size: number },
): Promise<Comparison> {
  const comparison: Comparison = {
    operations: 0,
    disagreements: 0,
    succeeded: 0,
    conditionsFailed: 0,
    refused: 0,
    tried: new Set(),
    examples: [],
  };
  const sequences = Math.ceil(size / LENGTH);
  let next = 0;

  async function both(call: GeneratedCall, start?: readonly [object, object], page = 1): Promise<void> {
    const input = ({ table }: Side, index: 0 | 1) => ({
      ...call.input(table),
      ...(start === undefined ? {} : { ExclusiveStartKey: start[index] }),
    });
    const send = (side: Side, index: 0 | 1): Promise<Outcome> =>
      outcomeOf(side.client.send(call.operation, input(side, index) as never)); // of the call's own operation
    const outcomes = await Promise.all([send(one, 0), send(other, 1)]);
    count(comparison, call, outcomes[0]);
    const [left, right] = [canonical(outcomes[0], one.table), canonical(outcomes[1], other.table)];
    if (!isDeepStrictEqual(left, right)) {
      comparison.disagreements += 1;
      if (comparison.examples.length < 3)
        comparison.examples.push({ call: [call.operation, input(one, 0)], left, right });
    }
    const [from, to] = outcomes.map(lastKey);
    if (from !== undefined && to !== undefined && page < MOST_PAGES) await both(call, [from, to], page + 1);
  }

  async function lane(): Promise<void> {
    for (let index = next++; index < sequences; index = next++) {
      const sequence = fc.array(callsOn(`U#${index}`), { minLength: LENGTH, maxLength: LENGTH });
      const [calls = []] = fc.sample(sequence, { seed: seed * 100_000 + index, numRuns: 1 });
      for (const call of calls) await both(call);
    }
  }

  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
  return comparison;
}

function count(comparison: Comparison, { operation }: GeneratedCall, outcome: Outcome): void {
  comparison.operations += 1;
  comparison.tried.add(operation);
  if ('output' in outcome) comparison.succeeded += 1;
  else if ('conditionFailed' in outcome) comparison.conditionsFailed += 1;
  else comparison.refused += 1;
}

const lastKey = (outcome: Outcome): object | undefined =>
  'output' in outcome ? (outcome.output as { LastEvaluatedKey?: object }).LastEvaluatedKey : undefined; // of a Query only

/** Without what DynamoDB does not promise: the order of a set and of a batch. Bytes keep their class. */
function canonical(value: unknown, table: string): unknown {
  if (value instanceof Uint8Array) return { [value.constructor.name]: Buffer.from(value).toString('hex') };
  if (typeof value === 'string') return value === table ? 'table' : value;
  if (Array.isArray(value)) return value.map((one) => canonical(one, table));
  if (typeof value !== 'object' || value === null) return value;
  // Fields by name, so that equal members of a batch are equal as text.
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(byText)
      .map(([key, field]) => {
        const plain = canonical(field, table);
        const unordered = Array.isArray(plain) && (key === table || /^[SNB]S$/.test(key));
        return [key === table ? 'table' : key, unordered ? plain.toSorted(byText) : plain];
      }),
  );
}

function byText(a: unknown, b: unknown): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
