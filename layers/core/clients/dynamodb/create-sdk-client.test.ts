import { isAppError } from '../../errors.ts';
import { withRequestScope } from '../../request-scope.ts';
import { createSdkClient, type SdkClientOptions } from './create-sdk-client.ts';
import { add, caught, key, put, write } from './sample-calls.ts';
import {
  answer,
  failure,
  reset,
  resetInBody,
  type ScriptedService,
  silence,
  startScriptedService,
} from './scripted-service.ts';

let service: ScriptedService;

beforeEach(async () => {
  service = await startScriptedService();
});

afterEach(() => service.stop());

const client = (options: Partial<SdkClientOptions> = {}) =>
  createSdkClient({
    region: 'eu-west-1',
    endpoint: service.endpoint,
    credentials: () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
    ...options,
  });

const unavailable = { kind: 'unavailable', code: 'dependency.unavailable', retryAfter: 1 };

test('asks by operation and returns the answer without what the SDK adds', async () => {
  await expect(client().send('GetItem', key)).resolves.toEqual({ Item: { PK: { S: 'a' } } });
  expect(service.seen).toMatchObject([{ target: 'DynamoDB_20120810.GetItem', body: key }]);
});

test.each([
  ['throttling', failure('ThrottlingException')],
  ['a 5xx', failure('InternalServerError', {}, 500)],
  ['a conflict', failure('TransactionConflictException')],
  ['a transaction in the way', failure('TransactionInProgressException')],
  [
    'a transaction cancelled by conflicts only',
    failure('TransactionCanceledException', { CancellationReasons: [{ Code: 'TransactionConflict' }] }),
  ],
  ['a garbled answer', answer(200, '<html>')],
  ['an empty answer', answer(200, '')],
  ['an answer that is no object', answer(200, '[]')],
  ['a proxy that is down', answer(502, '<html>')],
  ['a wrong checksum', answer(200, { Item: {} }, { 'x-amz-crc32': '1' })],
  ['a broken body', resetInBody],
  ['a broken connection', reset],
])('gets over %s twice, and is unavailable with that cause the third time', async (_, step) => {
  const { send } = client();
  service.script(step, step);
  await expect(send('GetItem', key)).resolves.toEqual({ Item: { PK: { S: 'a' } } });
  expect(service.seen).toHaveLength(3);
  service.script(step, step, step);
  const error = await caught(send('GetItem', key));
  expect(error).toMatchObject(unavailable);
  expect(error).toHaveProperty('cause.message');
  expect(service.seen).toHaveLength(6);
});

test('tries again after an attempt without an answer, or with half of one', async () => {
  const half = answer(200, '{"Item":', { 'content-length': 1_000 });
  service.script(silence, half);
  await expect(client({ attemptTimeoutMs: 100 }).send('GetItem', key)).resolves.toHaveProperty('Item');
  expect(service.seen).toHaveLength(3);
});

test.each(['ValidationException', 'AccessDeniedException', 'ResourceNotFoundException'])(
  'throws %s as it is, at once',
  async (name) => {
    service.script(failure(name));
    const error = await caught(client().send('GetItem', key));
    expect(error).toMatchObject({ name, message: name });
    expect(isAppError(error)).toBe(false);
    expect(service.seen).toHaveLength(1);
  },
);

test('refuses at once what is neither JSON nor the fault of the service, without its text', async () => {
  service.script(answer(403, '<html>secret</html>'));
  const error = await caught(client().send('GetItem', key));
  expect(error).toHaveProperty('message', 'DynamoDB answered 403 without valid JSON');
  expect(service.seen).toHaveLength(1);
});

test('tells what stood in the way of a write, and whether it may have been its own first attempt', async () => {
  const refused = failure('ConditionalCheckFailedException', { Item: put.Item });
  const reasons = [{ code: 'ConditionalCheckFailed', item: put.Item }];
  service.script(refused);
  expect(await caught(client().send('PutItem', put))).toMatchObject({ ambiguous: false, reasons });
  service.script(failure('ThrottlingException'), refused);
  expect(await caught(client().send('PutItem', put))).toMatchObject({ ambiguous: false, reasons });
  service.script(resetInBody, refused);
  expect(await caught(client().send('PutItem', put))).toMatchObject({ ambiguous: true, reasons });
});

test('sends one token over all attempts of a transaction, and another with the next', async () => {
  service.script(resetInBody, failure('InternalServerError', {}, 500), answer(200, {}), answer(200, {}));
  const { send } = client();
  await send('TransactWriteItems', write);
  await send('TransactWriteItems', write);
  const tokens = service.seen.map(({ body }) => body['ClientRequestToken']);
  expect(tokens).toHaveLength(4);
  expect(tokens[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(new Set(tokens.slice(0, 3)).size).toBe(1);
  expect(tokens[3]).not.toBe(tokens[0]);
});

test.each([
  ['a 5xx', failure('InternalServerError', {}, 500)],
  ['a broken answer', resetInBody],
  ['a time-out', silence],
])('does not repeat after %s what must not be done twice', async (_, step) => {
  service.script(step);
  const { send } = client({ attemptTimeoutMs: 60 });
  expect(await caught(send('UpdateItem', add, { repeatable: false }))).toMatchObject(unavailable);
  expect(service.seen).toHaveLength(1);
});

test('repeats after a refusal that did nothing, also what must not be done twice', async () => {
  service.script(failure('ThrottlingException'), failure('TransactionConflictException'), answer(200, {}));
  await expect(client().send('UpdateItem', add, { repeatable: false })).resolves.toEqual({});
});

test('corrects its clock by the server, once', async () => {
  const date = new Date(Date.now() + 600_000).toUTCString();
  const skewed = failure('InvalidSignatureException', { message: 'Signature expired' }, 400, { date });
  const { send } = client();
  service.script(skewed);
  await send('GetItem', key);
  const [first = '', second = ''] = service.seen.map((seen) => seen.date);
  expect(at(second) - at(first)).toBeGreaterThan(590_000);
  service.script(skewed, skewed, skewed);
  expect(await caught(send('GetItem', key))).toHaveProperty('name', 'InvalidSignatureException');
  expect(service.seen.length).toBeLessThanOrEqual(4);
});

test('ends within the deadline of the call', async () => {
  service.script(silence);
  const started = Date.now();
  expect(await caught(client().send('GetItem', key, { deadlineMs: 60 }))).toMatchObject(unavailable);
  expect(Date.now() - started).toBeLessThan(1_000);
  expect(service.seen).toHaveLength(1);
});

test('ends with the request', async () => {
  service.script(silence);
  const work = () => caught(client().send('GetItem', key));
  const exceeded = { kind: 'unavailable', code: 'deadline.exceeded' };
  expect(await caught(withRequestScope({ ms: 60, traceId: 't' }, work))).toMatchObject(exceeded);
  expect(service.seen).toHaveLength(1);
});

test('stops reading an answer that is too long, and does not ask for it again', async () => {
  service.script(answer(200, { Item: { a: { S: 'x'.repeat(5_000) } } }));
  const error = await caught(client({ maxResponseBytes: 1_000 }).send('GetItem', key));
  expect(error).toHaveProperty('message', 'DynamoDB answered with more than 1000 bytes');
  expect(service.seen).toHaveLength(1);
});

test('asks for credentials at each call and passes on that there are none', async () => {
  let present = true;
  const { send } = client({
    credentials: () => {
      if (!present) throw new Error('No AWS credentials');
      return { accessKeyId: 'local', secretAccessKey: 'local' };
    },
  });
  await send('GetItem', key);
  present = false;
  expect(await caught(send('GetItem', key))).toHaveProperty('message', 'No AWS credentials');
  expect(service.seen).toHaveLength(1);
});

test('refuses an endpoint that would carry items in clear', () => {
  expect(() => client({ endpoint: 'http://10.0.0.1' })).toThrow('not on loopback');
});

/** `20261117T093000Z` */
const at = (stamp: string): number =>
  Date.parse(stamp.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, '$1-$2-$3T$4:$5:$6Z'));
