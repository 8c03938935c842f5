import { createDynamoClient } from '@gymcoach/core/clients/dynamodb';
import { createTable } from '@gymcoach/core/table';
import type { Tables } from '../reliability/change-feed/feed-world.ts';
import { measureFeed } from '../reliability/change-feed/measure-feed.ts';
import { availableEngines, createTables, type DynamoEngine, startDynamoEngine } from '../support/dynamodb-engines.ts';

jest.setTimeout(120_000);

const KEPT = { lost: 0, doubled: 0, blockedBehindPoison: 0, invariantsBroken: 0 };

describe.each(availableEngines())('on %s', (kind) => {
  let engine: DynamoEngine;
  let tables: Tables;
  beforeAll(async () => {
    engine = await startDynamoEngine(kind);
    await createTables(engine.endpoint, { main: 'main', ephemeral: 'ephemeral', audit: 'audit' });
    const credentials = () => ({ accessKeyId: 'local', secretAccessKey: 'local' });
    // Patient: engine and tests share a machine that may be busy, and what is tested here is no time-out.
    const patient = { attempts: 10, connectTimeoutMs: 20_000, attemptTimeoutMs: 20_000 };
    const client = createDynamoClient({ region: 'eu-west-1', endpoint: engine.endpoint, credentials, ...patient });
    tables = { main: createTable(client, 'main'), ephemeral: createTable(client, 'ephemeral') };
  }, 60_000);
  afterAll(() => engine?.stop());

  test('the same holds', async () => {
    expect(await measureFeed({ seed: 2, size: 10, tables })).toMatchObject({ ...KEPT, poisonPositions: 10 });
  });

  test('and without the condition it does not', async () => {
    expect((await measureFeed({ seed: 2, size: 5, tables, without: 'deduplication' })).doubled).toBeGreaterThan(0);
  });
});
