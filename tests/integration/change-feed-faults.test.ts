import { measureFeed } from '../reliability/change-feed/measure-feed.ts';
import { availableEngines } from '../support/dynamodb-engines.ts';
import { openTestTables, type TestTables } from '../support/test-tables.ts';

jest.setTimeout(120_000);

const KEPT = { lost: 0, doubled: 0, blockedBehindPoison: 0, invariantsBroken: 0 };

describe.each(availableEngines())('on %s', (kind) => {
  let tables: TestTables;
  beforeAll(async () => {
    tables = await openTestTables(kind);
  }, 60_000);
  afterAll(() => tables?.stop());

  test('the same holds', async () => {
    expect(await measureFeed({ seed: 2, size: 10, tables })).toMatchObject({ ...KEPT, poisonPositions: 10 });
  });

  test('and without the condition it does not', async () => {
    expect((await measureFeed({ seed: 2, size: 5, tables, without: 'deduplication' })).doubled).toBeGreaterThan(0);
  });
});
