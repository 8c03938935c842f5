import { runPool } from './container-pool.ts';
import { DAY_SECONDS } from './shape-of-day.ts';

const HOUR = 3_600;
const forever = Number.POSITIVE_INFINITY;
const day = (needs: Readonly<Record<number, number>>): Uint32Array =>
  Uint32Array.from({ length: DAY_SECONDS }, (_, second) => needs[second] ?? 0);
const always = (count: number): Uint32Array => new Uint32Array(DAY_SECONDS).fill(count);
const ready = (count: number): Uint32Array => new Uint32Array(1_440).fill(count);

test('a request that comes within the idle time finds its container, a later one does not', () => {
  const needed = day({ 0: 1, 600: 1, 1201: 1 });
  expect(runPool({ needed, idle: 600, lifetime: forever }).coldStarts).toBe(2);
});

test('three at once start two beside the one that is there', () => {
  const needed = day({ 0: 1, 10: 3, 20: 3 });
  expect(runPool({ needed, idle: 600, lifetime: forever })).toMatchObject({ coldStarts: 3, mostInASecond: 2 });
});

test('the evening leaves its containers to the morning', () => {
  expect(runPool({ needed: always(4), idle: 600, lifetime: forever }).coldStarts).toBe(0);
  expect(runPool({ needed: always(4), idle: 600, lifetime: forever }).meanContainers).toBe(4);
});

test('a busy container is replaced when its life ends', () => {
  expect(runPool({ needed: always(1), idle: 600, lifetime: 2 * HOUR }).coldStarts).toBe(12);
});

test('what is kept ready never starts cold, what goes beyond does', () => {
  const needed = day({ 0: 2, 5000: 3 });
  expect(runPool({ needed, idle: 600, lifetime: forever, provisioned: ready(2) })).toMatchObject({
    coldStarts: 1,
    meanContainers: expect.any(Number),
  });
  expect(runPool({ needed, idle: 600, lifetime: forever, provisioned: ready(3) }).coldStarts).toBe(0);
});

test('what was kept ready is gone when it is given back', () => {
  const provisioned = ready(0).fill(2, 0, 1);
  expect(runPool({ needed: day({ 30: 2, 61: 2 }), idle: 600, lifetime: forever, provisioned }).coldStarts).toBe(2);
});
