import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFunctionPool, type FunctionPool } from '../gateway/function-pool.ts';
import { TIME_MIDDLEWARE } from './observed-chains.ts';
import type { Invocation, WrittenLine } from './observer.ts';

/** As a bundle of `npm start` does it: its middleware go through what the container has put there, its calls through the layer. */
const SOURCE = `
const observe = globalThis[Symbol.for('${TIME_MIDDLEWARE}')];
const guard = observe('guard', () => ({ before: async (act) => { if (act === 'refuse') throw new TypeError('no'); } }))();
const chain = observe('routeChain', (endpoint) => endpoint)({ handle: async () => {
  const { segments } = require('@gymcoach/core/' + (calls === 1 ? 'first-trace' : 'xray'));
  return segments().within('DynamoDB GetItem', async () => process.env._X_AMZN_TRACE_ID, 'main');
} });
console.log('loading');
let calls = 0;
exports.handler = async ({ act }) => {
  calls += 1;
  console.log(JSON.stringify({ level: 'info', calls }));
  console.log('by console');
  await guard.before(act);
  if (act === 'hang') return new Promise(() => {});
  if (act === 'exit') process.exit(7);
  return chain.handle();
};`;

const folder = mkdtempSync(join(tmpdir(), 'observed-'));
const invocations: Invocation[] = [];
const lines: WrittenLine[] = [];
const pools: FunctionPool[] = [];

function poolOf(name: string, source = SOURCE, timeoutSeconds = 20): FunctionPool {
  const file = join(folder, `${name}.cjs`);
  writeFileSync(file, source);
  const observer = {
    invoked: (invocation: Invocation) => void invocations.push(invocation),
    wrote: (line: WrittenLine) => void lines.push(line),
  };
  const limits = { memoryMegabytes: 256, timeoutSeconds, environment: {}, report: () => undefined };
  const pool = createFunctionPool({ ...limits, file, export: 'handler', functionName: name, observer, maxWorkers: 1 });
  pools.push(pool);
  return pool;
}

beforeAll(() => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true); // where the lines go as well
  const layer = join(folder, 'node_modules/@gymcoach/core');
  mkdirSync(layer, { recursive: true });
  const exports = { './first-trace': './never.cjs', './xray': './never-either.cjs' };
  writeFileSync(join(layer, 'package.json'), JSON.stringify({ name: '@gymcoach/core', exports }));
  for (const name of ['never', 'never-either']) {
    writeFileSync(join(layer, `${name}.cjs`), `throw new Error('what sends to X-Ray is not to be loaded');`);
  }
});
beforeEach(() => {
  invocations.length = 0;
  lines.length = 0;
});
afterAll(async () => {
  jest.restoreAllMocks();
  await Promise.all(pools.map((pool) => pool.retire()));
  rmSync(folder, { recursive: true, force: true });
});

test('tells of each invocation: how its container started, its middleware, its handler and its calls', async () => {
  const pool = poolOf('api');
  await pool.invoke({ act: 'serve' }, 'r1', 'Root=1-2-3;Sampled=0');
  const answer = await pool.invoke({ act: 'serve' }, 'r2');
  expect(answer).toEqual({ outcome: 'ok', result: '"Sampled=1"' });
  const [cold, warm] = invocations;
  expect(cold).toMatchObject({ functionName: 'api', requestId: 'r1', outcome: 'ok', memoryMegabytes: 256 });
  expect(cold?.init?.endedAt).toBeGreaterThan(cold?.init?.startedAt ?? Number.POSITIVE_INFINITY);
  expect(cold?.startedAt).toBeGreaterThanOrEqual(cold?.init?.endedAt ?? Number.POSITIVE_INFINITY);
  expect(cold?.usedMegabytes).toBeGreaterThan(1);
  expect(warm).not.toHaveProperty('init');
  for (const { spans = [], startedAt, endedAt } of invocations) {
    expect(spans).toEqual([
      {
        name: 'guard',
        kind: 'middleware',
        phase: 'before',
        startedAt: expect.any(Number),
        endedAt: expect.any(Number),
      },
      { name: 'handler', kind: 'handler', startedAt: expect.any(Number), endedAt: expect.any(Number) },
      {
        name: 'DynamoDB GetItem',
        kind: 'aws',
        table: 'main',
        startedAt: expect.any(Number),
        endedAt: expect.any(Number),
      },
    ]);
    const times = [startedAt, ...spans.map((span) => span.startedAt), endedAt];
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  }
});

test('tells of each line by whom and for which request it was written, before the invocation is over', async () => {
  const pool = poolOf('writer');
  await pool.invoke({}, 'r1');
  await pool.invoke({}, 'r2');
  expect(lines.map(({ functionName, requestId, text }) => [functionName, requestId, text])).toEqual([
    ['writer', undefined, 'loading'],
    ['writer', 'r1', '{"level":"info","calls":1}'],
    ['writer', 'r1', 'by console'],
    ['writer', 'r2', '{"level":"info","calls":2}'],
    ['writer', 'r2', 'by console'],
  ]);
});

test('tells of failures by name, of time-outs, of batches and of what cannot be loaded', async () => {
  const pool = poolOf('failing');
  await pool.invoke({ act: 'refuse' }, 'r1');
  await pool.invoke({ Records: [{}, {}] }, 'r2');
  await poolOf('hanging', SOURCE, 0.3).invoke({ act: 'hang' }, 'r3');
  await poolOf('broken', 'throw new Error("does not load");').invoke({}, 'r4');
  const [refused, batch, hanging, broken] = invocations;
  expect(refused).toMatchObject({ outcome: 'failed', spans: [{ name: 'guard', error: 'TypeError' }] });
  expect(batch).toMatchObject({ outcome: 'ok', records: 2 });
  expect(hanging).toMatchObject({ outcome: 'timed-out', spans: [] });
  expect((hanging?.endedAt ?? 0) - (hanging?.startedAt ?? 0)).toBeGreaterThan(250);
  expect(broken).toMatchObject({ outcome: 'failed', requestId: 'r4', init: expect.any(Object) });
});

test.each(['hang', 'exit'])('tells what was written before the handler did this: %s', async (act) => {
  await poolOf(`lost-${act}`, SOURCE, act === 'hang' ? 0.3 : 20).invoke({ act }, 'r1');
  expect(lines.map(({ text }) => text)).toEqual(['loading', '{"level":"info","calls":1}', 'by console']);
  expect(invocations[0]?.outcome).toBe(act === 'hang' ? 'timed-out' : 'failed');
});
