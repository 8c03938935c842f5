import { setTimeout as sleep } from 'node:timers/promises';
import { monotonic } from './monotonic.ts';
import { callSignal, countCall, nothingSpent, requestScope, withRequestScope, writtenBy } from './request-scope.ts';

const exceeded = { kind: 'unavailable', code: 'deadline.exceeded', retryAfter: 1 };
const never = new Promise<never>(() => {});
const within = <T>(ms: number, work: () => Promise<T>, traceId = 't') => withRequestScope({ ms, traceId }, work);
const caught = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: unknown) => error,
  );

test('gives what the work gives', async () => {
  await expect(within(1_000, async () => 7)).resolves.toBe(7);
  await expect(within(1_000, () => Promise.reject(new Error('of the work')))).rejects.toThrow('of the work');
});

test.each([20, 0, -5])('answers after %i ms although the work ignores its signal', async (ms) => {
  const started = performance.now();
  expect(await caught(within(ms, () => never))).toMatchObject(exceeded);
  expect(performance.now() - started).toBeLessThan(1_000);
});

test('ends what is still open when the answer is made, in time or not', async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const begin = async (then: Promise<unknown>): Promise<void> => {
    signals.push(callSignal());
    await then;
  };
  await within(1_000, () => begin(Promise.resolve()));
  await caught(within(5, () => begin(never)));
  await caught(within(1_000, () => begin(Promise.reject(new Error('early')))));
  expect(signals.map((signal) => signal?.aborted)).toEqual([true, true, true]);
  expect(signals.map((signal) => signal?.reason)).toEqual([0, 1, 2].map(() => expect.objectContaining(exceeded)));
});

test('lets work that goes on after the answer begin no call', async () => {
  let late: unknown = 'nothing yet';
  const goesOn = async (): Promise<void> => {
    await sleep(30);
    late = await caught((async () => callSignal())());
  };
  await caught(within(5, goesOn));
  await sleep(50);
  expect(late).toMatchObject(exceeded);
});

test('lets no call begin when the time is up and the loop was too busy to say so', async () => {
  const work = async (): Promise<unknown> => {
    const until = performance.now() + 10;
    while (performance.now() < until);
    return caught((async () => callSignal())());
  };
  expect(await within(5, work)).toMatchObject(exceeded);
});

test('keeps interleaved requests apart', async () => {
  const serve = async (id: string): Promise<unknown> => {
    const scope = requestScope();
    if (scope !== undefined) scope.callerId = id;
    await sleep(Math.random() * 5);
    return [writtenBy(), (scope?.endsAt ?? 0) - monotonic() > 900];
  };
  const answers = await Promise.all(['a', 'b', 'c'].map((id) => within(1_000, () => serve(id), `trace-${id}`)));
  expect(answers).toEqual(['a', 'b', 'c'].map((id) => [{ by: id, traceId: `trace-${id}` }, true]));
});

test('counts the calls of each request by itself, for who has opened it and after its end', async () => {
  const spent = [nothingSpent(), nothingSpent()];
  const serve = async (calls: number): Promise<void> => {
    for (let call = 0; call < calls; call++) {
      countCall();
      await sleep(Math.random() * 3);
    }
  };
  await Promise.all(
    spent.map((one, index) => withRequestScope({ ms: 1_000, traceId: 't', spent: one }, () => serve(index + 2))),
  );
  expect(spent.map(({ awsCalls }) => awsCalls)).toEqual([2, 3]);
});

test('outside a request there is no end, no signal and no author, and nothing is counted', () => {
  countCall();
  expect([requestScope(), callSignal(), writtenBy()]).toEqual([undefined, undefined, {}]);
});
