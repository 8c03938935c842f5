import { createMetricWindow, STEP_MS, WINDOW_MS } from './metric-window.ts';
import type { Invocation } from './observer.ts';

const START = Date.UTC(2026, 10, 22, 15);
const ran = (at: number, milliseconds: number, more: Partial<Invocation> = {}): Invocation => ({
  ...{ functionName: 'api', requestId: 'r', outcome: 'ok', memoryMegabytes: 256, usedMegabytes: 30, spans: [] },
  ...{ askedAt: at - milliseconds, startedAt: at - milliseconds, endedAt: at },
  ...more,
});
const emf = (message: string, values: Readonly<Record<string, unknown>>) => ({
  message,
  ...values,
  _aws: {
    CloudWatchMetrics: [
      ['stage', 'service'],
      ['stage', 'service', 'route'],
    ].map((names) => ({
      Dimensions: [names],
      Metrics: Object.keys(values).map((Name) => ({ Name })),
    })),
  },
});

test('counts answers in steps of five seconds, refusals and failures by kind', () => {
  const window = createMetricWindow();
  for (const status of [200, 304, 401, 401, 429, 500, 502, 418]) window.answered(START + 10, status);
  window.answered(START + STEP_MS, 200);
  expect(window.points(START + STEP_MS)).toEqual([
    { time: START, requests: 8, errors: { unauthenticated: 2, 'too-many-requests': 1, internal: 2, other: 1 } },
    { time: START + STEP_MS, requests: 1 },
  ]);
});

test('gives percentiles of requests, not of batches, with cold starts and the most memory of each function', () => {
  const window = createMetricWindow();
  for (let milliseconds = 1; milliseconds <= 100; milliseconds++) window.invoked(ran(START, milliseconds));
  window.invoked(ran(START, 9_000, { functionName: 'worker', records: 3, usedMegabytes: 50 }));
  window.invoked(ran(START, 50, { init: { startedAt: START - 100, endedAt: START - 60 }, usedMegabytes: 31 }));
  expect(window.points(START)).toEqual([
    { time: START, duration: { p50: 50, p95: 95, p99: 99 }, coldStarts: 1, memory: { api: 31, worker: 50 } },
  ]);
});

test('adds up what functions write as metrics, once however many dimensions it has, and that of batches apart', () => {
  const window = createMetricWindow();
  window.measured(START, emf('request', { duration: 5, readUnits: 1.5, firstProfiles: 1, status: 'text' }));
  window.measured(START, emf('request', { readUnits: 2 }));
  window.measured(START, emf('batch', { records: 3, poison: 1, writeUnits: 8 }));
  window.measured(START, { message: 'request', readUnits: 100 });
  window.measured(START, { _aws: 'nonsense', readUnits: 100 });
  expect(window.points(START)).toEqual([
    { time: START, metrics: { readUnits: 3.5, firstProfiles: 1, writeUnits: 8 }, batches: { records: 3, poison: 1 } },
  ]);
});

test('keeps five minutes, and of a busy step a sample of a thousand durations', () => {
  const window = createMetricWindow(() => 0.5);
  window.answered(START, 200);
  for (let number = 0; number < 3_000; number++) window.invoked(ran(START + WINDOW_MS, 10 + (number % 7)));
  for (let number = 0; number < 100; number++)
    window.measured(START + WINDOW_MS, emf('request', { [`name${number}`]: 1 }));
  const points = window.points(START + WINDOW_MS);
  expect(points.map(({ time }) => time)).toEqual([START + WINDOW_MS]);
  expect(points[0]?.duration?.p50).toBe(13);
  expect(Object.keys(points[0]?.metrics ?? {})).toHaveLength(40);
});
