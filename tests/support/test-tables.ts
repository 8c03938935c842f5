import { createDynamoClient } from '@gymcoach/core/clients/dynamodb';
import { createTable, type Table } from '@gymcoach/core/table';
import { availableEngines, createTables, type DynamoEngine, startDynamoEngine } from './dynamodb-engines.ts';
import { memoryTables } from './memory-table.ts';

export interface TestTables {
  readonly main: Table;
  readonly ephemeral: Table;
  stop(): Promise<void>;
}

export type TableKind = DynamoEngine['kind'] | 'memory';

/** The engines that can run here, and the tables in memory, which must do the same. */
export const tableKinds = (): readonly TableKind[] => [...availableEngines(), 'memory'];

/** Empty tables in memory, or on an engine of their own over a client that has time: it shares a machine that may be busy. */
export async function openTestTables(kind: TableKind): Promise<TestTables> {
  if (kind === 'memory') {
    const [main, ephemeral] = memoryTables('main', 'ephemeral').values();
    if (main === undefined || ephemeral === undefined) throw new Error('two were named');
    return { main, ephemeral, stop: async () => undefined };
  }
  const engine = await startDynamoEngine(kind);
  await createTables(engine.endpoint, { main: 'main', ephemeral: 'ephemeral', audit: 'audit' });
  const client = createDynamoClient({
    region: 'eu-west-1',
    endpoint: engine.endpoint,
    credentials: () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
    attempts: 10,
    connectTimeoutMs: 20_000,
    attemptTimeoutMs: 20_000,
  });
  return {
    main: createTable(client, 'main'),
    ephemeral: createTable(client, 'ephemeral'),
    stop: () => engine.stop(),
  };
}
