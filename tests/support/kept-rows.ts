import { isDeepStrictEqual } from 'node:util';
import { callDynamoDb } from '../../scripts/local/call-aws.ts';

type Row = Readonly<Record<string, unknown>>;

/** The rows of some tables as they are now, to go back to whatever has been done to them since. */
export interface KeptRows {
  restore(): Promise<void>;
}

/** `isOthers` tells rows that belong to somebody else: they are neither kept nor taken away. */
export async function keepRows(
  url: string,
  tables: readonly string[],
  isOthers: (row: Row) => boolean = () => false,
): Promise<KeptRows> {
  const rowsOf = async (TableName: string): Promise<ReadonlyMap<string, Row>> => {
    const { Items } = await callDynamoDb(url, 'Scan', { TableName });
    const rows = (Items as readonly Row[]).filter((row) => !isOthers(row)); // far less than a page
    return new Map(rows.map((row) => [JSON.stringify([row['PK'], row['SK']]), row]));
  };
  const kept = new Map(await Promise.all(tables.map(async (table) => [table, await rowsOf(table)] as const)));
  return {
    async restore() {
      for (const [TableName, rows] of kept) {
        const present = await rowsOf(TableName);
        for (const [key, { PK, SK }] of present) {
          if (!rows.has(key)) await callDynamoDb(url, 'DeleteItem', { TableName, Key: { PK, SK } });
        }
        for (const [key, Item] of rows) {
          if (!isDeepStrictEqual(present.get(key), Item)) await callDynamoDb(url, 'PutItem', { TableName, Item });
        }
      }
    },
  };
}
