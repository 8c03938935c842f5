import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLogFiles } from './log-files.ts';
import type { Invocation } from './observer.ts';
import { readLine } from './read-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'logs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TIME = Date.UTC(2026, 10, 22, 15, 4, 5, 250);
const line = (functionName: string, text: string, requestId?: string) =>
  readLine({ functionName, text, requestId, time: TIME });
const linesOf = (name: string): readonly unknown[] =>
  readFileSync(join(folder, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text));

test('keeps JSON lines as they were written, and puts other text into one', () => {
  const logs = openLogFiles({ folder });
  const written = '{"message":"request",  "status":200}';
  logs.wrote(line('api', written));
  logs.wrote(line('api', 'plain text', 'r1'));
  logs.wrote(line('api', '{broken'));
  logs.wrote(line('api', ''));
  logs.close();
  expect(readFileSync(join(folder, 'api.jsonl'), 'utf8').split('\n')[0]).toBe(written);
  expect(linesOf('api.jsonl').slice(1)).toEqual([
    { time: '2026-11-22T15:04:05.250Z', lambdaRequestId: 'r1', message: 'plain text' },
    { time: '2026-11-22T15:04:05.250Z', message: '{broken' },
  ]);
});

const ended: Invocation = {
  functionName: 'worker',
  requestId: 'r2',
  ...{ askedAt: TIME - 20, startedAt: TIME - 12.346, endedAt: TIME },
  outcome: 'ok',
  memoryMegabytes: 256,
  usedMegabytes: 31.2,
  spans: [],
};

test('ends an invocation as Lambda does, with the time that the container took to start', () => {
  const logs = openLogFiles({ folder });
  logs.invoked({ ...ended, init: { startedAt: TIME - 500, endedAt: TIME - 400 } });
  logs.invoked({ ...ended, outcome: 'timed-out' });
  logs.close();
  const metrics = { durationMs: 12.35, billedDurationMs: 113, memorySizeMB: 256, maxMemoryUsedMB: 32 };
  const [cold, warm] = linesOf('worker.jsonl');
  expect(cold).toEqual({
    time: '2026-11-22T15:04:05.250Z',
    type: 'platform.report',
    record: { requestId: 'r2', status: 'success', metrics: { ...metrics, initDurationMs: 100 } },
  });
  expect(warm).toMatchObject({ record: { status: 'timeout', metrics: { ...metrics, billedDurationMs: 13 } } });
});

test('goes on where it was left, and keeps one file of before when it grows too large', () => {
  for (const number of [1, 2, 3, 4]) {
    const logs = openLogFiles({ folder, maxBytes: 20 });
    logs.wrote(line('small', `{"number":${number}}`));
    logs.close();
  }
  expect(linesOf('small.1.jsonl')).toEqual([{ number: 3 }]);
  expect(linesOf('small.jsonl')).toEqual([{ number: 4 }]);
  expect(readdirSync(folder).filter((name) => name.startsWith('small'))).toHaveLength(2);
});
