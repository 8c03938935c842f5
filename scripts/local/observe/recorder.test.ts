import type { Invocation } from './observer.ts';
import { readLine } from './read-line.ts';
import { type AnsweredRequest, createRecorder } from './recorder.ts';

const NOW = Date.now();
const answered = (id: string | undefined, more: Partial<AnsweredRequest> = {}): AnsweredRequest => ({
  ...{ requestId: id, method: 'GET', path: '/v1/things/7', routeKey: 'GET /v1/things/{id}', status: 200 },
  ...{ receivedAt: NOW, answeredAt: NOW + 12.3456 },
  ...more,
});
const invoked = (requestId: string, more: Partial<Invocation> = {}): Invocation => ({
  ...{ functionName: 'api', requestId, outcome: 'ok', memoryMegabytes: 256, usedMegabytes: 30, spans: [] },
  ...{ askedAt: NOW + 1, startedAt: NOW + 2, endedAt: NOW + 11 },
  ...more,
});
const line = (requestId: string | undefined, text: string) =>
  readLine({ functionName: 'api', requestId, time: NOW, text });

test('lists a request with what its function did and wrote', () => {
  const recorder = createRecorder();
  const span = { name: 'handler', kind: 'handler' as const, startedAt: NOW + 3, endedAt: NOW + 5 };
  recorder.wrote(line('r1', '{"level":"info","userId":"u1","code":"thing.gone"}'));
  recorder.wrote(line('r1', 'no JSON'));
  recorder.wrote(line(undefined, 'of nobody'));
  recorder.invoked(invoked('r1', { spans: [span], init: { startedAt: NOW - 9, endedAt: NOW - 1 } }));
  recorder.answered(answered('r1', { status: 410 }));
  recorder.wrote(line('r1', 'after the answer'));
  const { entries } = recorder.data();
  expect(entries).toEqual([
    {
      ...{ sequence: 1, id: 'r1', kind: 'request', time: NOW, milliseconds: 12.35, status: 410, method: 'GET' },
      ...{ path: '/v1/things/7', route: 'GET /v1/things/{id}', functionName: 'api', outcome: 'ok', cold: true },
      ...{ userId: 'u1', code: 'thing.gone' },
    },
  ]);
  expect(recorder.details('r1')).toEqual({
    entry: entries[0],
    invocation: {
      ...{ askedAt: NOW + 1, startedAt: NOW + 2, endedAt: NOW + 11, memoryMegabytes: 256, usedMegabytes: 30 },
      init: { startedAt: NOW - 9, endedAt: NOW - 1 },
    },
    spans: [span],
    lines: [
      { time: NOW, text: '{"level":"info","userId":"u1","code":"thing.gone"}' },
      { time: NOW, text: 'no JSON' },
      { time: NOW, text: 'after the answer' },
    ],
  });
});

test('lists a batch when it is over, and what the gateway answered by itself', () => {
  const recorder = createRecorder();
  recorder.invoked(invoked('b1', { records: 3, outcome: 'failed' }));
  recorder.answered(
    answered(undefined, { method: 'X'.repeat(99), path: '/a@example.com', routeKey: undefined, status: 404 }),
  );
  const [own, batch] = recorder.data().entries;
  expect(batch).toMatchObject({
    kind: 'batch',
    id: 'b1',
    records: 3,
    outcome: 'failed',
    milliseconds: 10,
    cold: false,
  });
  expect(own).toMatchObject({ kind: 'request', status: 404, path: '/…', method: 'X'.repeat(20) });
  expect(own).not.toHaveProperty('functionName');
  expect(recorder.details(own?.id ?? '')).toMatchObject({ spans: [], lines: [] });
});

test('gives what is newer than the reader knows, of the last two hundred', () => {
  const recorder = createRecorder();
  for (let number = 1; number <= 600; number++) recorder.answered(answered(`r${number}`));
  expect(recorder.data().entries).toHaveLength(200);
  expect(recorder.data(598).entries.map(({ id }) => id)).toEqual(['r600', 'r599']);
  expect(recorder.details('r1')).toBeUndefined();
  expect(recorder.data().points.reduce((sum, { requests = 0 }) => sum + requests, 0)).toBe(600);
});

test('keeps a part of what a talkative function writes', () => {
  const recorder = createRecorder();
  for (let number = 0; number < 100; number++) recorder.wrote(line('r1', 'x'.repeat(10_000)));
  recorder.answered(answered('r1'));
  const texts = recorder.details('r1')?.lines.map(({ text }) => text.length) ?? [];
  expect(texts.reduce((sum, length) => sum + length, 0)).toBe(64_000);
});
