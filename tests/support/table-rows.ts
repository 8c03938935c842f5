import { BatchWriteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { type Item, unmarshal } from '@gymcoach/core/table';

/** Looks at whole tables, and empties them: what no code of ours may do. */
export interface TableRows {
  all(table: string): Promise<readonly Item[]>;
  /** Every row of the table but those that `kept` names. */
  clear(table: string, kept?: (row: Item) => boolean): Promise<void>;
  close(): void;
}

const PER_BATCH = 25;

export function openTableRows(endpoint: string): TableRows {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials });
  const all = async (TableName: string): Promise<readonly Item[]> => {
    const rows: Item[] = [];
    let ExclusiveStartKey: Parameters<typeof unmarshal>[0] | undefined;
    do {
      const page = await client.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
      rows.push(...(page.Items ?? []).map(unmarshal));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return rows;
  };
  return {
    all,
    async clear(table, kept = () => false) {
      const rows = (await all(table)).filter((row) => !kept(row));
      for (let from = 0; from < rows.length; from += PER_BATCH) {
        const requests = rows.slice(from, from + PER_BATCH).map(({ PK, SK }) => ({
          DeleteRequest: { Key: { PK: { S: String(PK) }, SK: { S: String(SK) } } },
        }));
        await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
      }
    },
    close: () => client.destroy(),
  };
}
