import { beginRequest, span, traceContext } from './trace.ts';

const ROOT = '1-5759e988-bd862e3fe1be46a994272793';

test.each<[string | undefined, string | undefined, boolean]>([
  [`Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`, ROOT, true],
  [`Parent=53995c3f42cd8ad8;Sampled=1;Root=${ROOT}`, ROOT, true],
  [`Root=${ROOT};Sampled=0`, ROOT, false],
  [`Root=${ROOT};Sampled=10`, ROOT, false],
  [`Root=${ROOT};NotSampled=1`, ROOT, false],
  ['Sampled=?', undefined, false],
  ['', undefined, false],
])('reads %j', (header, traceId, sampled) => {
  expect(traceContext(header)).toEqual({ traceId, sampled });
});

test('reads the environment anew at each request', () => {
  process.env['_X_AMZN_TRACE_ID'] = `Root=${ROOT};Sampled=0`;
  expect(traceContext().traceId).toBe(ROOT);
  delete process.env['_X_AMZN_TRACE_ID'];
  expect(traceContext()).toEqual({ traceId: undefined, sampled: false });
});

test('a request that is not sampled just runs', async () => {
  expect(await span('work', async () => 5)).toBe(5);
  await expect(span('work', () => Promise.reject(new Error('x')))).rejects.toThrow('x');
});

test('a sampled request without a daemon is served', async () => {
  process.env['_X_AMZN_TRACE_ID'] = `Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`;
  process.env['AWS_XRAY_DAEMON_ADDRESS'] = 'nowhere';
  try {
    expect(await span('work', async () => 5)).toBe(5);
    await expect(span('work', () => Promise.reject(new Error('x')))).rejects.toThrow('x');
  } finally {
    delete process.env['_X_AMZN_TRACE_ID'];
    delete process.env['AWS_XRAY_DAEMON_ADDRESS'];
  }
});

test('only the first request of a container is told that it is', () => {
  expect([beginRequest(), beginRequest(), beginRequest()]).toEqual([true, false, false]);
});
