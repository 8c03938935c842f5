import type { DynamoClient } from '../clients/dynamodb.ts';
import { requestScope } from '../request-scope.ts';
import type { Condition } from './condition.ts';
import type { Key, Range } from './keys.ts';
import { type Item, marshal, unmarshal, type Value } from './marshal.ts';

/** One change. `table` names another table than the one that writes, for a transaction over both. */
export type Write =
  | {
      readonly table?: string;
      readonly put: Key & Readonly<Record<string, Value | undefined>>;
      readonly when: Condition;
    }
  | { readonly table?: string; readonly delete: Key; readonly when: Condition }
  | FieldWrite;

/** Changes some fields of a row and leaves the others; a row that is not there is made, unless `when` wants one. */
export interface FieldWrite {
  readonly table?: string;
  readonly update: Key;
  readonly set?: Readonly<Record<string, Value>>;
  /** Numbers to add; an absent field counts from 0. */
  readonly add?: Readonly<Record<string, number>>;
  readonly when: Condition;
}

export interface Page {
  readonly items: readonly Item[];
  /** Sort key (of the index, where one is read) after which the next page begins; absent at the end. */
  readonly last?: string;
}

export interface PageOptions {
  readonly limit: number;
  readonly after?: string | undefined;
  /** Against the key order: ids sort by time. */
  readonly newestFirst?: boolean;
}

/** A DynamoDB table, in plain values. Failures are those of the client: `ConditionFailed`, or `AppError` unavailable. */
export interface Table {
  readonly name: string;
  /** Strongly consistent unless said otherwise. */
  get(key: Key, options?: { readonly consistent?: boolean }): Promise<Item | undefined>;
  /** Begins to read what this request will `get` next, strongly consistent. What becomes of it is told there; outside a request nothing happens. */
  readAhead(key: Key): void;
  /** Rows of a range in key order, strongly consistent unless the range is one of an index. */
  query(range: Range, options: PageOptions): Promise<Page>;
  /**
   * All of the writes or none: one as it is, several as a transaction. A lone `add` without a version in its condition
   * fails where its outcome is not known; everything else is tried again.
   */
  write(writes: readonly Write[]): Promise<void>;
}

/** @example const main = createTable(dynamoClient(), environment.mainTable); */
export function createTable(client: DynamoClient, name: string): Table {
  async function read({ PK, SK }: Key, consistent: boolean): Promise<Item | undefined> {
    const Key = marshal({ PK, SK });
    const { Item } = await client.send('GetItem', { TableName: name, Key, ConsistentRead: consistent });
    return Item === undefined ? undefined : unmarshal(Item);
  }

  return {
    name,

    get(key, { consistent = true } = {}) {
      const ahead = requestScope()?.ahead;
      const begun = ahead?.get(nameOf(name, key));
      if (begun === undefined || !consistent) return read(key, consistent);
      ahead?.delete(nameOf(name, key)); // once: who reads again wants to know what is there then
      return begun as Promise<Item | undefined>; // put there below
    },

    readAhead(key) {
      const scope = requestScope();
      if (scope === undefined) return;
      const begun = read(key, true);
      begun.catch(() => {}); // whoever gets it is told
      scope.ahead ??= new Map();
      scope.ahead.set(nameOf(name, key), begun);
    },

    async query(range, options) {
      const { Items = [], LastEvaluatedKey } = await client.send('Query', {
        TableName: name,
        ...(range.index === undefined ? tableQuery(range, options) : indexQuery(range, range.index, options)),
        Limit: options.limit,
        ...(options.newestFirst === true ? { ScanIndexForward: false } : {}),
      });
      const last = LastEvaluatedKey?.[range.index === undefined ? 'SK' : SORT_KEYS[range.index]]?.S;
      return { items: Items.map(unmarshal), ...(last === undefined ? {} : { last }) };
    },

    write: async (writes) => (await import('../writes.ts')).writeRows(client, name, writes),
  };
}

const nameOf = (table: string, { PK, SK }: Key): string => `${table} ${PK} ${SK}`;

const SORT_KEYS = { GSI1: 'G1S', GSI2: 'G2S' } as const;
const PARTITION_KEYS = { GSI1: 'G1P', GSI2: 'G2P' } as const;

function tableQuery({ PK, prefix }: Range, { after }: PageOptions) {
  return {
    // An empty prefix is no value that a key may be compared with.
    KeyConditionExpression: prefix === '' ? 'PK = :pk' : 'PK = :pk AND begins_with(SK, :prefix)',
    ExpressionAttributeValues: marshal({ ':pk': PK, ...(prefix === '' ? {} : { ':prefix': prefix }) }),
    ConsistentRead: true,
    ...(after === undefined ? {} : { ExclusiveStartKey: marshal({ PK, SK: after }) }),
  };
}

/** Goes on by a condition: the start key of an index would need the keys of the table, too. */
function indexQuery({ PK }: Range, index: 'GSI1' | 'GSI2', { after, newestFirst }: PageOptions) {
  const beyond = after === undefined ? '' : ` AND ${SORT_KEYS[index]} ${newestFirst === true ? '<' : '>'} :after`;
  return {
    IndexName: index,
    KeyConditionExpression: `${PARTITION_KEYS[index]} = :pk${beyond}`,
    ExpressionAttributeValues: marshal({ ':pk': PK, ':after': after }),
  };
}
