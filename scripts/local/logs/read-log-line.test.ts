import { formatJson, formatTable } from './format-result.ts';
import { parseQuery } from './parse-query.ts';
import { readLogLine } from './read-log-line.ts';
import { runQuery } from './run-query.ts';
import type { Row } from './value.ts';

const time = '2026-11-30T12:00:00.000Z';
const read = (line: unknown): Row => {
  const row = readLogLine('gymcoach-user-profile-local-api', typeof line === 'string' ? line : JSON.stringify(line));
  if (row === undefined) throw new Error('no line');
  return row;
};

test('gives each field of a line its path', () => {
  const line = {
    level: 'error',
    time,
    message: 'request',
    status: 500,
    ok: true,
    none: null,
    error: { name: 'E', causes: [{ at: 1 }] },
  };
  expect(Object.fromEntries(read(line))).toEqual({
    '@timestamp': new Date(time),
    '@log': '000000000000:/aws/lambda/gymcoach-user-profile-local-api',
    '@logStream': 'local',
    '@message': JSON.stringify(line),
    level: 'error',
    time,
    message: 'request',
    status: 500,
    ok: 1,
    'error.name': 'E',
    'error.causes.0.at': 1,
  });
});

test("reads Lambda's report as its words would be read", () => {
  const metrics = {
    durationMs: 12.5,
    billedDurationMs: 13,
    memorySizeMB: 256,
    maxMemoryUsedMB: 90,
    initDurationMs: 150,
  };
  const row = read({ time, type: 'platform.report', record: { requestId: 'r1', metrics, status: 'timeout' } });
  expect(Object.fromEntries(row)).toMatchObject({
    '@type': 'REPORT',
    '@requestId': 'r1',
    '@duration': 12.5,
    '@memorySize': 256_000_000,
    '@maxMemoryUsed': 90_000_000,
    '@initDuration': 150,
    '@message':
      'REPORT RequestId: r1\tDuration: 12.5 ms\tBilled Duration: 13 ms\tMemory Size: 256 MB\tMax Memory Used: 90 MB\tInit Duration: 150 ms\tStatus: timeout',
  });
});

test('a warm report has no start, and a good one no status', () => {
  const metrics = { durationMs: 1, billedDurationMs: 1, memorySizeMB: 256, maxMemoryUsedMB: 90 };
  const row = read({ time, type: 'platform.report', record: { requestId: 'r1', metrics, status: 'success' } });
  expect(row.has('@initDuration')).toBe(false);
  expect(row.get('@message')).not.toContain('Status');
});

test('of what is no JSON, only the text is there', () => {
  const row = read({ time, lambdaRequestId: 'r1', message: 'Warning: x' });
  expect([...row.keys()]).toEqual(['@timestamp', '@log', '@logStream', '@message']);
  expect(row.get('@message')).toBe('Warning: x');
});

test.each(['', 'text', '7', 'null', '{"message":"of no time"}'])('%j is no line', (line) => {
  expect(readLogLine('f', line)).toBeUndefined();
});

test('leaves out the fields beyond those that Logs Insights discovers', () => {
  const many = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`f${index}`, index]));
  const row = read({ time, ...many });
  expect(row.has('f98')).toBe(true);
  expect(row.has('f99')).toBe(false);
});

test('a result is a table, or JSON', () => {
  const lines = [
    read({ time, message: 'request', route: '/a', duration: 1.23456 }),
    read({ time, level: 'info', message: 'x'.repeat(100) }),
  ];
  const result = runQuery(parseQuery('fields @timestamp, message, duration, route'), lines);
  expect(formatTable(result)).toBe(
    [
      `@timestamp               message${' '.repeat(65)}  duration  route`,
      `2026-11-30 12:00:00.000  request${' '.repeat(65)}  1.235     /a`,
      `2026-11-30 12:00:00.000  ${'x'.repeat(69)}...`,
    ].join('\n'),
  );
  expect(JSON.parse(formatJson(result))[0]).toEqual({
    '@timestamp': '2026-11-30 12:00:00.000',
    message: 'request',
    duration: 1.23456,
    route: '/a',
  });
});
