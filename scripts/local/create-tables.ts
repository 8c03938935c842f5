import { callDynamoDb } from './call-aws.ts';
import { type TableNames, tableDefinitions } from './table-definitions.ts';

/** Creates the tables that are not there yet, with the keys that the platform stack declares. */
export async function createTables(url: string, names: TableNames): Promise<void> {
  const { TableNames: present } = await callDynamoDb(url, 'ListTables', {});
  const existing = new Set(Array.isArray(present) ? present : []);
  const missing = tableDefinitions(names).filter(({ create }) => !existing.has(create.TableName));
  for (const { create, ttlAttribute } of missing) {
    await callDynamoDb(url, 'CreateTable', create);
    if (ttlAttribute === undefined) continue;
    await callDynamoDb(url, 'UpdateTimeToLive', {
      TableName: create.TableName,
      TimeToLiveSpecification: { AttributeName: ttlAttribute, Enabled: true },
    });
  }
}
