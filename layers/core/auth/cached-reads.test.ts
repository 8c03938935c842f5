import { callSignal, withRequestScope } from '../request-scope.ts';
import { cachedReads } from './cached-reads.ts';

function setUp(rows: Readonly<Record<string, string>> = {}) {
  const clocks = { wall: 1_000_000, mono: 5_000 };
  const world = { rows: { ...rows }, reads: 0, failing: false };
  const read = cachedReads<string | undefined>({
    async read(key) {
      world.reads += 1;
      const { failing } = world;
      await new Promise(setImmediate);
      if (failing) throw new Error('no table');
      return world.rows[key];
    },
    limit: 2,
    now: () => clocks.wall,
    monotonic: () => clocks.mono,
  });
  const pass = (wall: number, mono = wall): void => {
    clocks.wall += wall;
    clocks.mono += mono;
  };
  return { read, world, pass };
}

describe('cachedReads', () => {
  test('notices a change within 60 s, and that something appears or disappears', async () => {
    const { read, world, pass } = setUp({ u: 'old' });
    await read('u');
    expect(await read('absent')).toBeUndefined();
    world.rows = { u: 'new', absent: 'there' };
    pass(59_999);
    expect([await read('u'), await read('absent')]).toEqual(['old', undefined]);
    expect(world.reads).toBe(2);
    pass(1);
    expect([await read('u'), await read('absent')]).toEqual(['new', 'there']);
  });

  test.each([
    ['the monotonic clock stood still', 60_000, 0],
    ['the wall clock stood still', 0, 60_000],
    ['the wall clock was set back', -1, 10],
  ])('reads again when %s', async (_case, wall, mono) => {
    const { read, world, pass } = setUp();
    await read('u');
    pass(wall, mono);
    await read('u');
    expect(world.reads).toBe(2);
  });

  test('counts the age from the start of the read', async () => {
    const { read, world, pass } = setUp();
    const slow = read('u');
    pass(60_000);
    await slow;
    await read('u');
    expect(world.reads).toBe(2);
  });

  test('reads once for all who wait, and apart for each key', async () => {
    const { read, world } = setUp({ v: 'v' });
    const values = await Promise.all([...Array.from({ length: 50 }, () => read('u')), read('v')]);
    expect(values.filter((value) => value === 'v')).toHaveLength(1);
    expect(world.reads).toBe(2);
  });

  test('does not keep a failed read', async () => {
    const { read, world } = setUp({ u: 'u' });
    world.failing = true;
    await expect(read('u')).rejects.toThrow('no table');
    world.failing = false;
    expect(await read('u')).toBe('u');
  });

  test('does not fail who waits for a read that ended with another request', async () => {
    let reads = 0;
    const read = cachedReads<string>({
      read: (key) =>
        new Promise((resolve, reject) => {
          reads += 1;
          const signal = callSignal();
          if (reads === 1) signal?.addEventListener('abort', () => reject(signal.reason));
          else resolve(key);
        }),
      limit: 2,
      now: () => 0,
      monotonic: () => 0,
    });
    const request = (ms: number) => withRequestScope({ ms, traceId: 't' }, () => read('u'));
    const [ended, waiting] = [request(10), request(5_000)];
    await expect(ended).rejects.toMatchObject({ code: 'deadline.exceeded' });
    expect(await waiting).toBe('u');
    expect(await request(5_000)).toBe('u');
    expect(reads).toBe(2);
  });

  test('keeps no more than its limit', async () => {
    const { read, world } = setUp();
    for (const key of ['a', 'b', 'c', 'c', 'b', 'a']) await read(key);
    expect(world.reads).toBe(4);
  });
});
