import { runPool } from './container-pool.ts';
import { drawNeeded, type Load } from './needed-containers.ts';
import { createRandom, drawPoisson, type Random } from './random.ts';
import { DAY_SECONDS } from './shape-of-day.ts';

const IDLE = 600;
const RUNS = 3;

/**
 * Every request of two days, one after the other: the free container that worked last takes it, durations are exponential.
 * Of the second day, how many found none, and how many were busy at once.
 */
function simulateEach({ rates, seconds, parallel }: Load, random: Random): { coldStarts: number; most: number } {
  /** When each is free, the one that was taken last at the end. */
  let freeAt: number[] = [];
  let [coldStarts, most] = [0, 0];
  for (let second = 0; second < 2 * DAY_SECONDS; second++) {
    if (second % 60 === 0) freeAt = freeAt.filter((free) => second - free <= IDLE);
    const openings = drawPoisson(random, (rates[second % DAY_SECONDS] ?? 0) / parallel);
    const times = Array.from({ length: openings }, () => second + random()).sort((a, b) => a - b);
    for (const now of times.flatMap((time) => Array<number>(parallel).fill(time))) {
      const found = freeAt.findLastIndex((free) => free <= now && now - free <= IDLE);
      if (found !== -1) freeAt.splice(found, 1);
      freeAt.push(now - Math.log(1 - random()) * seconds);
      if (second < DAY_SECONDS) continue;
      if (found === -1) coldStarts += 1;
      most = Math.max(most, freeAt.filter((free) => free > now).length);
    }
  }
  return { coldStarts, most };
}

/** A night that is almost still, and a noon of nearly twice the mean. */
const wave = (mean: number): Float64Array =>
  Float64Array.from(
    { length: DAY_SECONDS },
    (_, second) => mean * (1 - 0.9 * Math.cos((2 * Math.PI * second) / DAY_SECONDS)),
  );

/** Five seeds gave -16 to +5 %, and +28 % where two come at once: both end together in what is drawn. */
test.each([
  ['a request a minute', 1 / 60, 0.05, 1],
  ['a request in two seconds', 0.5, 0.05, 1],
  ['two at once, two a second on average', 2, 0.04, 2],
  ['three a second, each of 200 ms', 3, 0.2, 1],
])('cold starts and concurrency agree with a simulation of every request: %s', (_name, rate, seconds, parallel) => {
  const load = { rates: wave(rate), seconds, parallel };
  const [each, drawn] = [
    { coldStarts: 0, most: 0 },
    { coldStarts: 0, most: 0 },
  ];
  for (let seed = 1; seed <= RUNS; seed++) {
    const exact = simulateEach(load, createRandom(seed));
    each.coldStarts += exact.coldStarts;
    each.most += exact.most;
    const { needed } = drawNeeded(load, createRandom(seed + RUNS));
    drawn.coldStarts += runPool({ needed, idle: IDLE, lifetime: Number.POSITIVE_INFINITY }).coldStarts;
    drawn.most += Math.max(...needed);
  }
  expect(drawn.coldStarts / each.coldStarts).toBeGreaterThan(0.7);
  expect(drawn.coldStarts / each.coldStarts).toBeLessThan(1.45);
  expect(Math.abs(drawn.most - each.most) / RUNS).toBeLessThanOrEqual(2);
});
