import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isServed } from '../local/gateway/is-served.ts';
import { serveStacks } from '../local/gateway/serve-stacks.ts';
import { type Watching, watchFunctions } from './watch-functions.ts';

const root = mkdtempSync(join(tmpdir(), 'watch-'));
const write = (name: string, content: string): void => {
  mkdirSync(join(root, name, '..'), { recursive: true });
  writeFileSync(join(root, name), content);
};
const STACK = `service: demo
provider: { name: aws, httpApi: { cors: { allowedOrigins: ['https://app.example'] } }, environment: { WHO: world } }
custom: { esbuild: { bundle: true, format: cjs, platform: node, outputFileExtension: .cjs, exclude: ['@demo/core/*'] } }
functions:
  hello: { handler: platform/hello.handler, timeout: 2, events: [{ httpApi: GET /hello }] }
  nightly: { handler: platform/nightly.handler, events: [{ schedule: rate(1 day) }] }
`;
const HELLO = `import { greeting } from '@demo/core/greeting';
export const handler = async (): Promise<string> => greeting + ' ' + process.env['WHO'];`;

const errors: string[] = [];
const stacks = serveStacks((message) => errors.push(message));
let watching: Watching;

beforeAll(async () => {
  const exports = { './greeting': { types: './greeting.ts', default: './lib/greeting.cjs' } };
  write('layers/core/package.json', JSON.stringify({ name: '@demo/core', version: '1.0.0', type: 'module', exports }));
  write('layers/core/greeting.ts', `export const greeting: string = 'hello';`);
  mkdirSync(join(root, 'node_modules/@demo'), { recursive: true });
  symlinkSync('../../layers/core', join(root, 'node_modules/@demo/core'));
  write('platform/hello.ts', HELLO);
  write('platform/nightly.ts', 'export const handler = async (): Promise<void> => {};');
  write('serverless.yml', STACK);
  watching = await watchFunctions({
    root,
    env: {},
    wants: isServed,
    onRebuild: (rebuilt) => stacks.replace(rebuilt.stacks, rebuilt.bundles, rebuilt.layerChanged),
    onError: (message) => errors.push(message),
  });
});

afterAll(async () => {
  await watching.close();
  await stacks.close();
  rmSync(root, { recursive: true, force: true });
});

beforeEach(() => {
  errors.length = 0;
});

async function call(routeKey: string): Promise<string | undefined> {
  const route = stacks.current().routes.find((candidate) => candidate.routeKey === routeKey);
  const answer = await route?.target.invoke({}, 'request');
  return answer?.outcome === 'ok' ? answer.result : answer?.outcome;
}

/** A second is what a developer is promised, on a machine that has nothing else to do; a busy one takes several times that. */
async function soon(check: () => Promise<boolean> | boolean): Promise<void> {
  const until = Date.now() + 4_000;
  while (!(await check())) {
    if (Date.now() > until) throw new Error(`not in time; reported: ${errors.join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('serves the first build with the routes, environment and CORS setting of the stack', async () => {
  expect(await call('GET /hello')).toBe('"hello world"');
  expect(stacks.current().cors?.allowedOrigins).toEqual(['https://app.example']);
});

test('spends no time on a function that nothing leads to here', () => {
  const built = (name: string): boolean => existsSync(join(root, `.build/demo/platform/${name}.cjs`));
  expect([built('hello'), built('nightly')]).toEqual([true, false]);
});

test('serves a changed handler', async () => {
  write('platform/hello.ts', HELLO.replace('greeting +', 'greeting.toUpperCase() +'));
  await soon(async () => (await call('GET /hello')) === '"HELLO world"');
});

test('keeps serving through a build error, says it once, and recovers', async () => {
  write('platform/hello.ts', 'export const handler = (');
  await soon(() => errors.length > 0);
  write('platform/hello.ts', 'export const handler = (');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(/^platform\/hello\.ts:1: /);
  expect(await call('GET /hello')).toBe('"HELLO world"');
  write('platform/hello.ts', HELLO);
  await soon(async () => (await call('GET /hello')) === '"hello world"');
});

test('serves a changed layer', async () => {
  write('layers/core/greeting.ts', `export const greeting: string = 'good evening';`);
  await soon(async () => (await call('GET /hello')) === '"good evening world"');
});

test('keeps the containers of a function that did not change', async () => {
  const before = stacks.current().routes[0]?.target;
  write('platform/unused.ts', 'export const unused = 1;');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(stacks.current().routes[0]?.target).toBe(before);
});

test('serves a route that serverless.yml has gained', async () => {
  write('serverless.yml', STACK.replace('GET /hello }', 'GET /hello }, { httpApi: GET /again }'));
  await soon(async () => (await call('GET /again')) === '"good evening world"');
});
