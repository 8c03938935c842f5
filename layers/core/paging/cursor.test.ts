import fc from 'fast-check';
import { callSignal, withRequestScope } from '../request-scope.ts';
import type { Item, Table } from '../table.ts';
import { createCursors, cursorSecretItem } from './cursor.ts';

const NOW = 1_800_000_000_000;

/** A table with one row; the test may change it, and counts reads. */
function setUp(row: Item | undefined = cursorSecretItem()) {
  const world: { row: Item | undefined; now: number; reads: number; broken: boolean } = {
    row,
    now: NOW,
    reads: 0,
    broken: false,
  };
  const table: Pick<Table, 'get'> = {
    async get() {
      world.reads += 1;
      if (world.broken) throw new Error('no table');
      return world.row;
    },
  };
  const cursorsOf = () => createCursors(table as Table, () => world.now); // only `get` is used
  return { world, cursorsOf, cursors: cursorsOf() };
}
const INVALID = { kind: 'bad-request', code: 'cursor.invalid' };

test('opens what it sealed, under the same binding only', async () => {
  const { cursors } = setUp();
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme', maxLength: 100 }),
      fc.string(),
      fc.string(),
      async (position, binding, other) => {
        const cursor = await cursors.seal(position, binding);
        expect(cursor).toMatch(/^[\w-]{44,1024}$/);
        expect(await cursors.open(cursor, binding)).toBe(position);
        if (other !== binding) await expect(cursors.open(cursor, other)).rejects.toMatchObject(INVALID);
      },
    ),
  );
});

test('seals the same place differently each time', async () => {
  const { cursors } = setUp();
  expect(await cursors.seal('a', 'b')).not.toBe(await cursors.seal('a', 'b'));
});

test('refuses every change of a single bit', async () => {
  const { cursors } = setUp();
  const bytes = Buffer.from(await cursors.seal('INJ#inj_1', 'x'), 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const altered = Buffer.from(bytes);
    altered.writeUInt8(altered.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    await expect(cursors.open(altered.toString('base64url'), 'x')).rejects.toMatchObject(INVALID);
  }
});

test('refuses every shortening, and other spellings of the same bytes', async () => {
  const { cursors } = setUp();
  const cursor = await cursors.seal('ab', 'x');
  for (let length = 0; length < cursor.length; length++) {
    await expect(cursors.open(cursor.slice(0, length), 'x')).rejects.toMatchObject(INVALID);
  }
  const spellings = [`${cursor}=`, `${cursor}A`, ` ${cursor}`, `${cursor}\n`];
  for (const other of spellings) await expect(cursors.open(other, 'x')).rejects.toMatchObject(INVALID);
});

test('is good for 24 hours', async () => {
  const { world, cursors } = setUp();
  const cursor = await cursors.seal('a', 'x');
  world.now += 24 * 3_600_000 - 1;
  expect(await cursors.open(cursor, 'x')).toBe('a');
  world.now += 1;
  await expect(cursors.open(cursor, 'x')).rejects.toMatchObject(INVALID);
});

test('reads its secret once, also when many ask at the same time', async () => {
  const { world, cursors } = setUp();
  await Promise.all(Array.from({ length: 10 }, () => cursors.seal('a', 'x')));
  expect(world.reads).toBe(1);
});

describe('H13 after a rotation', () => {
  test('old cursors still open, for one rotation', async () => {
    const { world, cursors, cursorsOf } = setUp();
    const cursor = await cursors.seal('a', 'x');
    world.row = cursorSecretItem(world.row);
    expect(await cursorsOf().open(cursor, 'x')).toBe('a');
    world.row = cursorSecretItem(world.row);
    await expect(cursorsOf().open(cursor, 'x')).rejects.toMatchObject(INVALID);
  });

  test('a container from before opens the cursors of one from after at once, also many together', async () => {
    const { world, cursors, cursorsOf } = setUp();
    await cursors.seal('a', 'x');
    world.row = cursorSecretItem(world.row);
    const cursor = await cursorsOf().seal('a', 'x');
    const opened = await Promise.all(Array.from({ length: 5 }, () => cursors.open(cursor, 'x')));
    expect(opened).toEqual(['a', 'a', 'a', 'a', 'a']);
  });

  test('foreign cursors do not make it read more than once a second', async () => {
    const { world, cursors } = setUp();
    const foreign = await setUp().cursors.seal('a', 'x');
    for (let second = 0; second < 3; second++) {
      for (let time = 0; time < 5; time++) await expect(cursors.open(foreign, 'x')).rejects.toMatchObject(INVALID);
      world.now += 1_000;
    }
    expect(world.reads).toBe(1 + 3);
  });
});

describe('without its secret', () => {
  const UNAVAILABLE = { kind: 'unavailable', code: 'dependency.unavailable', retryAfter: 1 };

  test.each<[string, Item | undefined]>([
    ['no row', undefined],
    ['an empty row', {}],
    ['a row of another shape', { current: 'x', previous: { id: 1, key: 2 } }],
  ])('it is unavailable: %s', async (_, row) => {
    const { world, cursors } = setUp();
    world.row = row;
    await expect(cursors.seal('a', 'x')).rejects.toMatchObject(UNAVAILABLE);
    await expect(cursors.open('x'.repeat(60), 'x')).rejects.toMatchObject(UNAVAILABLE);
  });

  test('it tries again with the next request', async () => {
    const { world, cursors } = setUp();
    world.broken = true;
    await expect(cursors.seal('a', 'x')).rejects.toThrow('no table');
    world.broken = false;
    expect(await cursors.open(await cursors.seal('a', 'x'), 'x')).toBe('a');
  });
});

test('a key that was being read for a request which ended is read anew for who waits for it', async () => {
  let reads = 0;
  const get = (): Promise<Item> =>
    new Promise((resolve, reject) => {
      reads += 1;
      const signal = callSignal();
      if (reads === 1) signal?.addEventListener('abort', () => reject(signal.reason));
      else resolve(cursorSecretItem());
    });
  const cursors = createCursors({ get } as unknown as Table, () => NOW); // only `get` is used
  const request = (ms: number) => withRequestScope({ ms, traceId: 't' }, () => cursors.seal('here', 'b'));
  const [ended, waiting] = [request(20), request(5_000)];
  await expect(ended).rejects.toMatchObject({ code: 'deadline.exceeded' });
  expect(await cursors.open(await waiting, 'b')).toBe('here');
  expect(reads).toBe(2);
});
