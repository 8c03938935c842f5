import { type Item, type Key, unmarshal } from './table.ts';

/** One change of a row, as the main table's stream tells it. */
export interface RowChange {
  readonly kind: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly key: Key;
  /** Whose own partition (`U#<id>`) the row is in; absent elsewhere, in a person's other partitions too. */
  readonly userId: string | undefined;
  /** The row before and after. The stream promises both where there are both; who needs one has to look. */
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** Epoch milliseconds, exact to the second. */
  readonly at: number;
}

const OWN_PARTITION = /^U#([^#]+)$/;
const KINDS = ['INSERT', 'MODIFY', 'REMOVE'] as const;

/**
 * Reads a record of a DynamoDB stream in plain values. For workers: no request loads this entry.
 *
 * @throws Error on anything that is no such record; what it holds is not in the message
 * @example const { key, before, after } = readRowChange(event.Records[0]);
 */
export function readRowChange(record: unknown): RowChange {
  const { eventName, dynamodb } = fieldsOf(record, 'record');
  const kind = KINDS.find((known) => known === eventName);
  if (kind === undefined) throw new Error('the record has no known event name');
  const { Keys, OldImage, NewImage, ApproximateCreationDateTime: seconds } = fieldsOf(dynamodb, 'change');
  const { PK, SK } = image(Keys, 'keys') ?? {};
  if (typeof PK !== 'string' || typeof SK !== 'string') throw new Error('the record has no keys');
  return {
    kind,
    key: { PK, SK },
    userId: ownerOf(PK),
    before: image(OldImage, 'old image'),
    after: image(NewImage, 'new image'),
    at: typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1000 : 0,
  };
}

/** The inverse of what the key builders do with an id. */
function ownerOf(PK: string): string | undefined {
  return OWN_PARTITION.exec(PK)?.[1]?.replaceAll('%23', '#').replaceAll('%25', '%');
}

function image(value: unknown, name: string): Item | undefined {
  if (value === undefined || value === null) return undefined;
  return unmarshal(fieldsOf(value, name) as Parameters<typeof unmarshal>[0]); // throws on what is no attribute value
}

function fieldsOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`the ${name} is no object`);
  return value as Readonly<Record<string, unknown>>; // just checked
}
