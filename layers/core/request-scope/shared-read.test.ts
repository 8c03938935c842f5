import { setTimeout as sleep } from 'node:timers/promises';
import { callSignal, withRequestScope } from '../request-scope.ts';
import { sharedRead } from './shared-read.ts';

/** A dependency that hangs until it is mended; it heeds the signal of the request unless it is `deaf`. */
function setUp({ deaf = false } = {}) {
  const world = { reads: 0, hangs: true, failing: false };
  const read = sharedRead(
    () =>
      new Promise<string>((resolve, reject) => {
        world.reads += 1;
        const signal = callSignal();
        if (!deaf) signal?.addEventListener('abort', () => reject(signal.reason));
        if (world.failing) setImmediate(() => reject(new Error('refused')));
        else if (!world.hangs) setImmediate(() => resolve('read'));
      }),
  );
  const request = (ms: number) =>
    withRequestScope({ ms, traceId: 't' }, read).catch(({ code, message }) => code ?? message);
  return { world, request };
}

test('who waited for the read of a request that ended begins it anew', async () => {
  const { world, request } = setUp();
  const first = request(20);
  const others = Array.from({ length: 5 }, () => request(2_000));
  await sleep(5);
  world.hangs = false;
  expect(await first).toBe('deadline.exceeded');
  expect(await Promise.all(others)).toEqual(Array(5).fill('read'));
  expect(world.reads).toBe(2);
});

test('a read that hangs on after its request is waited for by nobody', async () => {
  const { world, request } = setUp({ deaf: true });
  expect(await request(5)).toBe('deadline.exceeded');
  world.hangs = false;
  expect(await request(2_000)).toBe('read');
});

test('a failure of the dependency itself is told to all who wait, and not kept', async () => {
  const { world, request } = setUp();
  world.failing = true;
  expect(await Promise.all([request(2_000), request(2_000)])).toEqual(['refused', 'refused']);
  expect(world.reads).toBe(1);
  world.failing = false;
  world.hangs = false;
  expect(await request(2_000)).toBe('read');
});

test('a success stays, also when the request that read it is long over', async () => {
  const { world, request } = setUp();
  world.hangs = false;
  for (let index = 0; index < 3; index += 1) expect(await request(2_000)).toBe('read');
  expect(world.reads).toBe(1);
});
