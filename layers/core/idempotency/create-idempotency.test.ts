import { memoryTables } from '../../../tests/support/memory-table.ts';
import { isAppError } from '../errors.ts';
import { keys, once, type Table } from '../table.ts';
import { createIdempotency, type StoredAnswer, type Use } from './create-idempotency.ts';

const HOUR = 3_600_000;
const ANSWER: StoredAnswer = { status: 201, headers: { location: '/v1/notes/1' }, body: '{"note":"my knee hurts"}' };
const USE: Use = {
  principalId: 'me',
  method: 'POST',
  route: '/v1/users/{userId}/notes',
  key: 'k'.repeat(16),
  path: '/v1/users/me/notes',
  query: { b: '1', a: '2' },
  body: { text: 'x', tags: ['a', 'b'] },
  lockMs: 28_000,
};

function setUp() {
  const tables = memoryTables('ephemeral', 'main');
  const table = (name: string): Table => tables.get(name) as Table; // both were named just now
  const clock = { now: 1_800_000_000_000 };
  const idempotency = createIdempotency(table('ephemeral'), () => clock.now);
  const begin = async (change: Partial<Use> = {}) => {
    const begun = await idempotency.begin({ ...USE, ...change });
    if (begun.answer !== undefined) throw new Error('it was answered before');
    return begun.use;
  };
  const answered = async (change: Partial<Use> = {}) => (await idempotency.begin({ ...USE, ...change })).answer;
  const put = (id: string) => ({ put: { ...keys.injury('me', id), id }, when: 'absent' }) as const;
  return { main: table('main'), ephemeral: table('ephemeral'), clock, idempotency, begin, answered, put };
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  );

test('a repeat is given the stored answer, whatever the order of fields in query and body', async () => {
  const { idempotency, begin, answered } = setUp();
  await idempotency.finish(USE, await begin(), ANSWER);
  expect(await answered()).toEqual(ANSWER);
  expect(await answered({ query: { a: '2', b: '1' }, body: { tags: ['a', 'b'], text: 'x' } })).toEqual(ANSWER);
});

test.each<[string, Partial<Use>]>([
  ['path', { path: '/v1/users/other/notes' }],
  ['query', { query: { a: '2' } }],
  ['body', { body: { text: 'y', tags: ['a', 'b'] } }],
  ['order of a list', { body: { text: 'x', tags: ['b', 'a'] } }],
  ['lack of a body', { body: undefined }],
])('another %s with the same key is refused, before and after the answer', async (_, change) => {
  const { idempotency, begin } = setUp();
  const use = await begin();
  expect(await codeOf(begin(change))).toBe('idempotency.key-reused');
  await idempotency.finish(USE, use, ANSWER);
  expect(await codeOf(begin(change))).toBe('idempotency.key-reused');
});

test.each<[string, Partial<Use>]>([
  ['caller', { principalId: 'other' }],
  ['method', { method: 'PUT' }],
  ['route', { route: '/v1/other' }],
  ['key', { key: 'l'.repeat(16) }],
])('the same key never meets that of another %s', async (_, change) => {
  const { idempotency, begin } = setUp();
  const use = await begin();
  expect(await begin(change)).toMatchObject({ made: undefined });
  await idempotency.finish(USE, use, ANSWER);
  expect(await codeOf(begin(change))).toBe('idempotency.in-progress');
});

test('of 50 requests at once with one key one is carried out, and the others are told to wait', async () => {
  const { begin } = setUp();
  const codes = await Promise.all(Array.from({ length: 50 }, () => codeOf(begin())));
  expect(codes.filter((code) => code === 'done')).toHaveLength(1);
  expect(codes.filter((code) => code === 'idempotency.in-progress')).toHaveLength(49);
});

test('who was cut off is taken over from when its time has passed, and what it made is known', async () => {
  const { main, ephemeral, clock, begin, put } = setUp();
  const first = await begin();
  await once({ table: main, ephemeral }, first, 'a', put('a'));
  clock.now += USE.lockMs - 1;
  expect(await codeOf(begin())).toBe('idempotency.in-progress');
  clock.now += 1;
  const second = await begin();
  expect(second).toMatchObject({ made: 'a' });
  expect(await once({ table: main, ephemeral }, second, 'b', put('b'))).toBe('a');
  expect(await main.get(keys.injury('me', 'b'))).toBeUndefined();
});

test('who was taken over from can neither write nor answer', async () => {
  const { main, ephemeral, clock, idempotency, begin, answered, put } = setUp();
  const late = await begin();
  clock.now += USE.lockMs;
  const second = await begin();
  expect(await codeOf(once({ table: main, ephemeral }, late, 'late', put('late')))).toBe('idempotency.in-progress');
  await idempotency.finish(USE, late, { ...ANSWER, status: 409 });
  await idempotency.release(late);
  expect(await codeOf(begin())).toBe('idempotency.in-progress');
  await idempotency.finish(USE, second, ANSWER);
  expect(await answered()).toEqual(ANSWER);
});

test('what is written while somebody takes over is either known to the one or refused to the other', async () => {
  for (let turn = 0; turn < 12; turn++) {
    const { main, ephemeral, clock, begin, put } = setUp();
    const first = await begin();
    clock.now += USE.lockMs;
    const writing = (async () => {
      for (let step = 0; step < turn; step++) await Promise.resolve();
      return codeOf(once({ table: main, ephemeral }, first, 'a', put('a')));
    })();
    const [outcome, second] = await Promise.all([writing, begin()]);
    await once({ table: main, ephemeral }, second, 'b', put('b'));
    const made = [await main.get(keys.injury('me', 'a')), await main.get(keys.injury('me', 'b'))];
    expect(made.filter((row) => row !== undefined)).toHaveLength(1);
    expect(made[0] !== undefined).toBe(outcome === 'done');
  }
});

test('who is released is begun anew at once', async () => {
  const { idempotency, begin } = setUp();
  await idempotency.release(await begin());
  expect(await begin()).toMatchObject({ made: undefined });
});

test('an answer is remembered for 24 hours, whenever the table forgets', async () => {
  const { clock, idempotency, begin, answered } = setUp();
  await idempotency.finish(USE, await begin(), ANSWER);
  clock.now += 24 * HOUR - 1_000;
  expect(await answered()).toEqual(ANSWER);
  clock.now += 1_000;
  expect(await answered()).toBeUndefined();
});

test('an answer that is too long for a row is made anew from what the first request made', async () => {
  const { main, ephemeral, idempotency, begin, put } = setUp();
  const first = await begin();
  await once({ table: main, ephemeral }, first, 'a', put('a'));
  await idempotency.finish(USE, first, { ...ANSWER, body: 'x'.repeat(300_000) });
  expect(await begin()).toMatchObject({ made: 'a' });
});

test('the stored row says nothing of the answer, the body or the key to who does not know the key', async () => {
  const { ephemeral, idempotency, begin } = setUp();
  const use = await begin();
  await idempotency.finish(USE, use, ANSWER);
  const row = await ephemeral.get(use.row);
  expect(Object.keys(row ?? {}).sort()).toEqual(
    ['PK', 'SK', 'answer', 'attempt', 'expiresAt', 'fingerprint', 'lockedUntil', 'type', 'v'].sort(),
  );
  expect(JSON.stringify(row)).not.toMatch(/knee|kkkk/);
  expect(Buffer.from(String(row?.['answer']), 'base64').toString('latin1')).not.toContain('knee');
});

test('equal requests of two keys have different fingerprints, so that none can be guessed without its key', async () => {
  const { ephemeral, begin } = setUp();
  const rows = await Promise.all([begin(), begin({ key: 'l'.repeat(16) })]);
  const [one, other] = await Promise.all(rows.map(({ row }) => ephemeral.get(row)));
  expect(one?.['fingerprint']).not.toBe(other?.['fingerprint']);
});
