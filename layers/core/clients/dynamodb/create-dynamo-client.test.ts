import { isAppError } from '../../errors.ts';
import { withRequestScope } from '../../request-scope.ts';
import { isConditionFailed } from './condition-failed.ts';
import { createDynamoClient, type DynamoClientOptions } from './create-dynamo-client.ts';
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

function client(options: Partial<DynamoClientOptions> = {}) {
  const pauses: number[] = [];
  const made = createDynamoClient({
    region: 'eu-west-1',
    endpoint: service.endpoint,
    credentials: () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
    random: () => 0.5,
    sleep: async (ms) => {
      pauses.push(ms);
    },
    ...options,
  });
  return { ...made, pauses };
}

const isUnavailable = (error: unknown): boolean =>
  isAppError(error) &&
  error.kind === 'unavailable' &&
  error.code === 'dependency.unavailable' &&
  error.retryAfter === 1;

test('asks by operation and returns the answer', async () => {
  await expect(client().send('GetItem', key)).resolves.toEqual({ Item: { PK: { S: 'a' } } });
  expect(service.seen).toMatchObject([{ target: 'DynamoDB_20120810.GetItem', body: key }]);
});

test('keeps one connection over twenty calls', async () => {
  const { send } = client();
  for (let index = 0; index < 20; index += 1) await send('GetItem', key);
  expect(service.seen).toHaveLength(20);
  expect(service.sockets.size).toBe(1);
});

test('opens no more connections than it may', async () => {
  const { send } = client({ maxSockets: 3 });
  await Promise.all(Array.from({ length: 20 }, () => send('GetItem', key)));
  expect(service.sockets.size).toBe(3);
});

test.each([
  ['throttling', failure('ThrottlingException'), [50, 100]],
  ['a 5xx', failure('InternalServerError', {}, 500), [13, 25]],
  ['a conflict', failure('TransactionConflictException'), [13, 25]],
  ['a garbled answer', answer(200, '<html>'), [13, 25]],
  ['a broken body', resetInBody, [13, 25]],
  ['bytes that were changed on the way', answer(200, { Item: {} }, { 'x-amz-crc32': 1 }), [13, 25]],
])('gets over %s twice, with growing random pauses', async (_, step, pauses) => {
  service.script(step, step);
  const made = client();
  await expect(made.send('GetItem', key)).resolves.toHaveProperty('Item');
  expect(service.seen).toHaveLength(3);
  expect(made.pauses).toEqual(pauses);
});

test('gives up after three attempts, as unavailable, with the real error as its cause', async () => {
  service.script(failure('ThrottlingException'), failure('ThrottlingException'), failure('ThrottlingException'));
  const error = await caught(client().send('GetItem', key));
  expect(isUnavailable(error)).toBe(true);
  expect(error).toHaveProperty('cause.name', 'ThrottlingException');
  expect(service.seen).toHaveLength(3);
});

test('is unavailable when nobody listens', async () => {
  const error = await caught(client({ endpoint: 'http://127.0.0.1:1' }).send('GetItem', key));
  expect(isUnavailable(error)).toBe(true);
  expect(error).toHaveProperty('cause.cause.code', 'ECONNREFUSED');
});

test('tries again after an attempt without an answer, and ends as unavailable', async () => {
  service.script(silence, silence);
  const error = await caught(client({ attempts: 2, attemptTimeoutMs: 300 }).send('GetItem', key));
  expect(isUnavailable(error)).toBe(true);
  expect(error).toHaveProperty('cause.message', 'The attempt timed out');
  expect(service.seen).toHaveLength(2);
});

test('replaces a connection that died while idle without a pause', async () => {
  const made = client();
  await made.send('GetItem', key);
  service.script(reset);
  await made.send('GetItem', key);
  expect(made.pauses).toEqual([]);
  expect(service.sockets.size).toBe(2);
});

test('sends one token over all attempts of a transaction, and another with the next', async () => {
  service.script(resetInBody, failure('InternalServerError', {}, 500));
  const { send } = client();
  await send('TransactWriteItems', write);
  await send('TransactWriteItems', write);
  const tokens = service.seen.map(({ body }) => body['ClientRequestToken']);
  expect(tokens).toHaveLength(4);
  expect(tokens[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(new Set(tokens.slice(0, 3)).size).toBe(1);
  expect(tokens[3]).not.toBe(tokens[0]);
});

test('keeps the token that the caller chose', async () => {
  await client().send('TransactWriteItems', { ...write, ClientRequestToken: 'mine' });
  expect(service.seen[0]?.body['ClientRequestToken']).toBe('mine');
});

test('does not repeat a write whose condition failed', async () => {
  service.script(failure('ConditionalCheckFailedException'));
  const error = await caught(client().send('PutItem', put));
  expect(isConditionFailed(error)).toBe(true);
  expect(error).toMatchObject({ ambiguous: false, reasons: [{ code: 'ConditionalCheckFailed' }] });
  expect(service.seen).toHaveLength(1);
});

test('says when its own lost first attempt may be what fails the condition', async () => {
  service.script(resetInBody, failure('ConditionalCheckFailedException'));
  expect(await caught(client().send('PutItem', put))).toMatchObject({ ambiguous: true });
});

test('is sure about a failed condition after throttling, which does nothing', async () => {
  service.script(failure('ThrottlingException'), failure('ConditionalCheckFailedException'));
  expect(await caught(client().send('PutItem', put))).toMatchObject({ ambiguous: false });
});

test('repeats a transaction that was cancelled by conflicts only', async () => {
  const conflict = failure('TransactionCanceledException', {
    CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
  });
  service.script(conflict, answer(200, {}));
  await expect(client().send('TransactWriteItems', write)).resolves.toEqual({});
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

test('corrects its clock by the server, once, and keeps the correction', async () => {
  const server = Date.UTC(2026, 10, 17, 10);
  const skewed = failure('InvalidSignatureException', {}, 400, { date: new Date(server).toUTCString() });
  service.script(skewed);
  const made = client({ now: () => server - 3_600_000 });
  await made.send('GetItem', key);
  await made.send('GetItem', key);
  expect(service.seen.map(({ date }) => date)).toEqual(['20261117T090000Z', '20261117T100000Z', '20261117T100000Z']);
  expect(made.pauses).toEqual([]);
});

test('does not go on signing anew when the key itself is wrong', async () => {
  service.script(failure('InvalidSignatureException'), failure('InvalidSignatureException'));
  expect(await caught(client().send('GetItem', key))).toHaveProperty('name', 'InvalidSignatureException');
  expect(service.seen).toHaveLength(2);
});

test('ends within the deadline of the call', async () => {
  service.script(silence, silence, silence);
  const started = Date.now();
  const error = await caught(client().send('GetItem', key, { deadlineMs: 60 }));
  expect(isUnavailable(error)).toBe(true);
  expect(Date.now() - started).toBeLessThan(1_000);
  expect(service.seen).toHaveLength(1);
});

test('ends with the request, as unavailable, and begins nothing after it', async () => {
  service.script(silence);
  const { send } = client();
  let late: Promise<unknown> | undefined;
  const work = async (): Promise<unknown> => {
    const open = caught(send('GetItem', key));
    late = open.then(() => caught(send('GetItem', key)));
    return open;
  };
  const exceeded = { kind: 'unavailable', code: 'deadline.exceeded' };
  expect(await caught(withRequestScope({ ms: 40, traceId: 't' }, work))).toMatchObject(exceeded);
  expect(await late).toMatchObject(exceeded);
  expect(service.seen).toHaveLength(1);
});

test.each([
  ['a 5xx', failure('InternalServerError', {}, 500)],
  ['a broken answer', resetInBody],
  ['a time-out', silence],
])('does not repeat after %s what must not be done twice', async (_, step) => {
  service.script(step);
  const { send } = client({ attemptTimeoutMs: 40 });
  expect(isUnavailable(await caught(send('UpdateItem', add, { repeatable: false })))).toBe(true);
  expect(service.seen).toHaveLength(1);
});

test.each(['ThrottlingException', 'TransactionConflictException'])(
  'repeats after %s, which did nothing, also what must not be done twice',
  async (name) => {
    service.script(failure(name), answer(200, {}));
    await expect(client().send('UpdateItem', add, { repeatable: false })).resolves.toEqual({});
    expect(service.seen).toHaveLength(2);
  },
);

test('stops reading an answer that is too long, and does not ask for it again', async () => {
  service.script(answer(200, { Item: { a: { S: 'x'.repeat(5_000) } } }));
  const error = await caught(client({ maxResponseBytes: 1_000 }).send('GetItem', key));
  expect(error).toHaveProperty('message', 'DynamoDB answered with more than 1000 bytes');
  expect(service.seen).toHaveLength(1);
});

test('asks for credentials at each signing and passes on that there are none', async () => {
  let asked = 0;
  const { send } = client({
    credentials: () => {
      asked += 1;
      if (asked > 1) throw new Error('No AWS credentials');
      return { accessKeyId: 'local', secretAccessKey: 'local' };
    },
  });
  await send('GetItem', key);
  expect(await caught(send('GetItem', key))).toHaveProperty('message', 'No AWS credentials');
});

test('stops repeating after many failures without a success between them', async () => {
  const { send } = client();
  service.script(...Array.from({ length: 200 }, () => failure('InternalServerError', {}, 500)));
  for (let index = 0; index < 50; index += 1) await caught(send('GetItem', key));
  expect(service.seen).toHaveLength(150);
  await caught(send('GetItem', key));
  expect(service.seen).toHaveLength(151);
});

test('types each operation by its name', () => {
  const { send } = client();
  const wrong = (): void => {
    // @ts-expect-error a table is never scanned
    void send('Scan', { TableName: 't' });
    // @ts-expect-error a GetItem needs a key
    void send('GetItem', { TableName: 't' });
    // @ts-expect-error the answer of a GetItem has no Items
    void send('GetItem', key).then(({ Items }) => Items);
  };
  expect(wrong).toBeInstanceOf(Function);
});
