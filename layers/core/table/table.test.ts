import { answer, failure, type ScriptedService, startScriptedService } from '../clients/dynamodb/scripted-service.ts';
import { createDynamoClient } from '../clients/dynamodb.ts';
import { withRequestScope } from '../request-scope.ts';
import type { Condition } from './condition.ts';
import { createTable, type Table } from './table.ts';

let service: ScriptedService;
let table: Table;

beforeEach(async () => {
  service = await startScriptedService();
  const credentials = () => ({ accessKeyId: 'local', secretAccessKey: 'local' });
  const client = createDynamoClient({ region: 'eu-west-1', endpoint: service.endpoint, credentials });
  table = createTable(client, 't');
});
afterEach(() => service.stop());

const key = { PK: 'a', SK: 'b' };
const unknown = failure('InternalServerError', {}, 500);
const add = (when: Condition) => ({ update: key, add: { n: 1 }, when });
const unavailable = { kind: 'unavailable', code: 'dependency.unavailable' };

test.each<[string, Condition]>([
  ['unconditional', 'always'],
  ['conditional on another field', { fields: [['type', '=', 'role']] }],
])('does not count again what may have been counted: an addition that is %s', async (_, when) => {
  service.script(unknown);
  await expect(table.write([add(when)])).rejects.toMatchObject(unavailable);
  expect(service.seen).toHaveLength(1);
});

test('counts once more after a refusal, which counted nothing', async () => {
  service.script(failure('ThrottlingException'), answer(200, {}));
  await table.write([add('always')]);
  expect(service.seen).toHaveLength(2);
});

test('repeats what can be done twice: with a version, with a token, or setting the same again', async () => {
  for (const writes of [
    [add({ ownerId: 'me', version: 3 })],
    [add('always'), { put: key, when: 'absent' }] as const,
    [{ update: key, set: { n: 1 }, when: 'always' }] as const,
    [{ put: key, when: 'absent' }] as const,
  ]) {
    service.script(unknown, answer(200, {}));
    const before = service.seen.length;
    await table.write(writes);
    expect(service.seen.length - before).toBe(2);
  }
});

describe('what is read ahead', () => {
  const inRequest = <T>(work: () => Promise<T>): Promise<T> => withRequestScope({ ms: 2_000, traceId: 't' }, work);

  test('is read once, and given to the first who gets it; the next reads what is there then', async () => {
    service.script(answer(200, { Item: { n: { N: '1' } } }), answer(200, { Item: { n: { N: '2' } } }));
    const found = await inRequest(async () => {
      table.readAhead(key);
      return [await table.get(key), await table.get(key)];
    });
    expect(found).toEqual([{ n: 1 }, { n: 2 }]);
    expect(service.seen).toHaveLength(2);
    expect(service.seen[0]?.body).toMatchObject({ ConsistentRead: true });
  });

  test('is of this key, this table and this request only, and strongly consistent', async () => {
    service.script(answer(200, { Item: { n: { N: '1' } } }));
    await inRequest(async () => {
      table.readAhead(key);
      await table.get({ ...key, SK: 'c' });
      await table.get(key, { consistent: false });
    });
    await inRequest(() => table.get(key));
    table.readAhead(key); // outside a request: nothing
    expect(service.seen).toHaveLength(4);
  });

  test('tells its failure to whoever gets it, and to nobody where nobody does', async () => {
    service.script(failure('ValidationException'), failure('ValidationException'));
    await inRequest(async () => table.readAhead(key));
    await expect(
      inRequest(async () => {
        table.readAhead(key);
        return table.get(key);
      }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
