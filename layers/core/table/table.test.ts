import { answer, failure, type ScriptedService, startScriptedService } from '../clients/dynamodb/scripted-service.ts';
import { createDynamoClient } from '../clients/dynamodb.ts';
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
