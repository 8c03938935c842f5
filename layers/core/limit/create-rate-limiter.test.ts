import { memoryMeter } from '../../../tests/reliability/rate-limit/memory-meter.ts';
import { simulateContainers } from '../../../tests/reliability/rate-limit/simulate-containers.ts';
import { catchLog } from '../../../tests/support/catch-log.ts';
import { createRateLimiter, type RateLimiterOptions } from './create-rate-limiter.ts';
import type { Spared } from './late-limiter.ts';
import type { RatePolicies, RouteClass } from './rate-policies.ts';

const ME = 'me';
const POLICIES: RatePolicies = {
  read: { quota: 600, window: 60 },
  write: { quota: 120, window: 60 },
  sensitive: { quota: 10, window: 60 },
};

function setUp({ spared, accounts }: { spared?: Spared; accounts?: number } = {}) {
  const meter = memoryMeter();
  const clock = { now: 1_800_000_000_000 };
  const container = (own: Pick<RateLimiterOptions, 'spared' | 'accounts' | 'reported'> = {}) =>
    createRateLimiter({ policies: POLICIES, meter, now: () => clock.now, ...own });
  const limiter = container({ ...(spared && { spared }), ...(accounts !== undefined && { accounts }) });
  const take = async (times: number, routeClass: RouteClass = 'read', of = limiter) => {
    let last: Awaited<ReturnType<typeof of.take>>;
    for (let more = 0; more < times; more += 1) last = await of.take(ME, routeClass);
    return last;
  };
  return { meter, clock, container, limiter, take };
}

describe('a caller far below the limit', () => {
  test('is let pass nine times without a call, and pays for ten with the next', async () => {
    const { meter, take } = setUp();
    expect(await take(9)).toMatchObject({ outcome: 'admitted', remaining: 591 });
    expect(meter.charges).toEqual([]);
    expect(await take(1)).toMatchObject({ outcome: 'admitted', remaining: 590 });
    expect(meter.charges).toMatchObject([{ principal: ME, routeClass: 'read', cost: 1_000, burst: 60_000 }]);
    await take(90);
    expect(meter.charges).toHaveLength(10);
  });

  test('pays for the request that was let pass before there was a limiter', async () => {
    const { meter, take } = setUp({ spared: [ME, 'read'] });
    expect(await take(9)).toMatchObject({ remaining: 590 });
    expect(meter.charges).toMatchObject([{ cost: 1_000 }]);
  });

  test('pays each time once half of the quota is used', async () => {
    const { meter, take } = setUp();
    await take(300);
    const before = meter.charges.length;
    await take(10);
    expect(meter.charges.length - before).toBe(10);
  });

  test('pays for every second write, and for every sensitive request', async () => {
    const { meter, take } = setUp();
    await take(10, 'write');
    expect(meter.charges).toHaveLength(5);
    await take(5, 'sensitive');
    expect(meter.charges).toHaveLength(10);
  });
});

describe('a caller over the limit', () => {
  test('is refused, without a call once that is known, until it is worth trying again', async () => {
    const { meter, clock, take } = setUp();
    expect(await take(10, 'sensitive')).toMatchObject({ outcome: 'admitted', remaining: 0, reset: 6 });
    expect(await take(1, 'sensitive')).toMatchObject({ outcome: 'refused', remaining: 0, reset: 6 });
    clock.now += 5_999;
    expect(await take(1, 'sensitive')).toMatchObject({ outcome: 'refused', reset: 1 });
    clock.now += 1;
    expect(await take(1, 'sensitive')).toMatchObject({ outcome: 'admitted' });
    expect(meter.charges.at(-1)).toMatchObject({ seen: clock.now + 54_000 });
  });

  test('of one class is not over that of another, nor is another caller', async () => {
    const { limiter, take } = setUp();
    await take(11, 'sensitive');
    expect(await take(1, 'read')).toMatchObject({ outcome: 'admitted', remaining: 599 });
    expect(await limiter.take('other', 'sensitive')).toMatchObject({ outcome: 'admitted', remaining: 9 });
  });

  test('finds after the told time that it was enough, also with requests that are owed', async () => {
    const { clock, container, take } = setUp();
    const [one, two] = [container(), container()];
    await take(9, 'read', one);
    for (let request = 0; request < 600; request += 1) await take(1, 'read', two);
    const refused = await take(1, 'read', one);
    expect(refused).toMatchObject({ outcome: 'refused', remaining: 0 });
    clock.now += (refused?.reset ?? 0) * 1_000;
    expect(await take(1, 'read', one)).toMatchObject({ outcome: 'admitted' });
  });
});

describe('a meter that fails', () => {
  test('leaves open whether a request may pass, is logged, and what is owed stays owed', async () => {
    const { meter, clock, take } = setUp();
    await take(9);
    meter.fails = true;
    const { result, log } = await catchLog(() => take(1));
    expect(result).toMatchObject({ outcome: 'unknown' });
    expect(log.match(/a rate limit could not be checked/g)).toHaveLength(1);
    meter.fails = false;
    clock.now += 1_000;
    await take(1);
    expect(meter.charges.at(-1)).toMatchObject({ cost: 1_000 });
  });
});

test('a meter that has failed is left alone for a second, but for what may not pass unseen', async () => {
  const { meter, clock, take } = setUp();
  meter.fails = true;
  await catchLog(() => take(10));
  expect(meter.charges).toHaveLength(1);
  clock.now += 999;
  expect(await take(5)).toMatchObject({ outcome: 'unknown' });
  expect(meter.charges).toHaveLength(1);
  const { result } = await catchLog(() => take(1, 'sensitive'));
  expect(result).toMatchObject({ outcome: 'unknown' });
  expect(meter.charges).toHaveLength(2);
  clock.now += 1_000;
  await catchLog(() => take(1));
  expect(meter.charges).toHaveLength(3);
});

test('requests at once in one container owe no more than one after the other', async () => {
  const { meter, limiter } = setUp();
  const standings = await Promise.all(Array.from({ length: 1_000 }, () => limiter.take(ME, 'read')));
  const admitted = standings.filter((standing) => standing?.outcome === 'admitted').length;
  const charged = meter.charges.reduce((sum, { cost }) => sum + cost, 0) / 100;
  expect(admitted).toBeGreaterThanOrEqual(600);
  expect(admitted).toBeLessThanOrEqual(609);
  expect(charged).toBeGreaterThanOrEqual(600);
});

describe('a clock that jumps an hour forward, and back', () => {
  const HOUR = 3_600_000;

  test.each(['read', 'sensitive'] as const)(
    'locks nobody out, neither there nor elsewhere (%s)',
    async (routeClass) => {
      const { clock, container, take, limiter } = setUp();
      const other = container();
      clock.now += HOUR;
      const { quota } = POLICIES[routeClass];
      expect(await take(quota, routeClass)).toMatchObject({ outcome: 'admitted', remaining: 0 });
      clock.now -= HOUR;
      for (const one of [other, limiter, container()]) {
        expect(await take(1, routeClass, one)).toMatchObject({ outcome: 'admitted' });
      }
      await take(quota, routeClass, other);
      for (const one of [other, limiter]) expect(await take(10, routeClass, one)).toMatchObject({ outcome: 'refused' });
    },
  );

  test('leaves a meter that failed alone no longer than otherwise', async () => {
    const { meter, clock, take } = setUp();
    clock.now += HOUR;
    meter.fails = true;
    await catchLog(() => take(10));
    meter.fails = false;
    clock.now -= HOUR;
    expect(await take(1)).toMatchObject({ outcome: 'admitted' });
  });
});

test('remembers a bounded number of callers; one that it forgot counts anew', async () => {
  const { meter, limiter, take } = setUp({ accounts: 2 });
  await take(9);
  await limiter.take('second', 'read');
  await limiter.take('third', 'read');
  await take(9);
  expect(meter.charges).toEqual([]);
});

describe('of several containers, over any time, no more are let pass than the quota, what is given back, and k - 1 each', () => {
  const seeds = Array.from({ length: 12 }, (_, index) => index + 1);
  const run = (seed: number, containers: number, more: object = {}) =>
    simulateContainers({
      ...{ seed, containers, requests: 10_000, policy: POLICIES.read, routeClass: 'read' as const },
      meter: memoryMeter(),
      ...more,
    });

  test.each(seeds)('with seed %d', async (seed) => {
    const containers = 1 + (seed % 10);
    const { overAdmission, refused } = await run(seed, containers);
    expect(refused).toBeGreaterThan(0);
    expect(overAdmission).toBeLessThanOrEqual(containers * 9);
  });

  test('which is none where every request is reported', async () => {
    for (const seed of seeds) {
      expect(await run(seed, 5, { reported: () => 1 })).toMatchObject({ overAdmission: 0 });
      const sensitive = await run(seed, 5, { routeClass: 'sensitive', policy: POLICIES.sensitive });
      expect(sensitive).toMatchObject({ overAdmission: 0 });
    }
  });

  test('and, where clocks differ by up to 2 s, what is given back in that time', async () => {
    for (const seed of seeds) {
      const { overAdmission } = await run(seed, 5, { reported: () => 1, clocksBehind: 2_000 });
      expect(overAdmission).toBeLessThanOrEqual(20);
    }
  });

  test.each([0, 300])(
    'and a clock that is set back by 2 s, and right again, lets no more pass (after %d)',
    async (before) => {
      const { clock, container, take } = setUp();
      const one = container({ reported: () => 1 });
      await one.take('somebody else', 'read');
      await take(before, 'read', one);
      clock.now -= 2_000;
      expect(await take(600 - before, 'read', one)).toMatchObject({ outcome: 'admitted', remaining: 0 });
      clock.now += 2_000;
      expect(await take(1, 'read', one)).toMatchObject({ outcome: 'refused' });
      expect(await take(1, 'read', container({ reported: () => 1 }))).toMatchObject({ outcome: 'refused' });
    },
  );

  test('where nothing is paid for, the same requests are far too many', async () => {
    const free = { charge: async () => ({ paid: true, tat: 0 }) };
    expect((await run(1, 5, { meter: free })).overAdmission).toBeGreaterThan(5 * 9);
  });
});
