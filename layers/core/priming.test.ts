import { setTimeout as sleep } from 'node:timers/promises';
import { catchLog } from '../../tests/support/catch-log.ts';
import { afterPriming } from './priming.ts';
import { requestScope } from './request-scope.ts';

const served = { handler: () => 'served' };
const TYPE = 'AWS_LAMBDA_INITIALIZATION_TYPE';

afterEach(() => {
  delete process.env[TYPE];
  delete process.env['PRIMING'];
});

/** Waits for a module as Lambda's runtime does; gives what was done before, and the lines that were written. */
async function start(type: string | undefined, prime: () => Promise<void> = async () => {}, priming?: string) {
  if (type !== undefined) process.env[TYPE] = type;
  if (priming !== undefined) process.env['PRIMING'] = priming;
  const done: string[] = [];
  const note = (what: string, work: () => Promise<void>) => async (): Promise<void> => {
    done.push(what);
    await work();
  };
  const { result, log } = await catchLog(() => {
    const then = afterPriming(served, { prime: note('primed', prime), rehearse: note('rehearsed', async () => {}) });
    return new Promise((resolve, reject) => then(resolve, reject)); // as an import() waits for it
  });
  return { result, log, done };
}

test.each([
  [undefined, undefined, []],
  ['on-demand', undefined, ['primed']],
  ['on-demand', 'on', ['primed']],
  ['provisioned-concurrency', undefined, ['primed', 'rehearsed']],
  ['provisioned-concurrency', 'off', []],
])('a start of type %s with priming %s waits for %j', async (type, priming, expected) => {
  const { result, done, log } = await start(type, async () => {}, priming);
  expect([result, done, log]).toEqual([served, expected, '']);
});

test('is over before the first request is asked for', async () => {
  let isPrimed = false;
  await start('on-demand', async () => {
    await sleep(20);
    isPrimed = true;
  });
  expect(isPrimed).toBe(true);
});

test('a start that cannot be primed goes on, and says so once', async () => {
  const { result, log } = await start('provisioned-concurrency', () => Promise.reject(new Error('no table')));
  expect(result).toBe(served);
  expect(JSON.parse(log)).toMatchObject({
    level: 'warn',
    message: 'a container could not be primed',
    error: { message: 'no table' },
  });
});

test('a start on demand waits for a second at most, and nothing that was begun goes on', async () => {
  let scope: ReturnType<typeof requestScope>;
  const before = Date.now();
  const { result, log } = await start('on-demand', () => {
    scope = requestScope();
    return new Promise(() => {});
  });
  expect(Date.now() - before).toBeLessThan(3_000);
  expect(result).toBe(served);
  expect(log).toContain('deadline.exceeded');
  expect(scope?.calls).toBeUndefined();
});
