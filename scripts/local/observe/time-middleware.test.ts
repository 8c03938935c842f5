import { createSpanRecorder } from './span-recorder.ts';
import { timeMiddleware } from './time-middleware.ts';

type Middleware = Readonly<Record<'before' | 'after' | 'onError', (request: unknown) => unknown>>;

function observed(hooks: Readonly<Record<string, unknown>>) {
  const recorder = createSpanRecorder();
  const make = timeMiddleware(recorder)('demo', () => hooks);
  return { middleware: make() as Middleware, recorder };
}

test('times the hooks that a middleware has, and gives it no others', async () => {
  const { middleware, recorder } = observed({ before: () => 'early answer', after: async () => 7 });
  expect(Object.keys(middleware)).toEqual(['before', 'after']);
  expect(middleware.before({})).toBe('early answer');
  const later = middleware.after({});
  // Middy asks a hook's result whether it is a promise.
  expect(later).toBeInstanceOf(Promise);
  expect(recorder.take()[1]?.endedAt).toBeUndefined();
  expect(await later).toBe(7);
  expect(recorder.take().map(({ name, phase, endedAt }) => [name, phase, typeof endedAt])).toEqual([
    ['demo', 'before', 'number'],
    ['demo', 'after', 'number'],
  ]);
});

test.each([
  [
    'thrown',
    () => {
      throw new RangeError('secret');
    },
  ],
  [
    'of a promise',
    async () => {
      throw new RangeError('secret');
    },
  ],
])('lets an error %s through, and keeps its name only', async (_how, onError) => {
  const { middleware, recorder } = observed({ onError });
  await expect((async () => middleware.onError({}))()).rejects.toThrow('secret');
  expect(recorder.take()).toMatchObject([{ error: 'RangeError', phase: 'onError' }]);
  expect(JSON.stringify(recorder.take())).not.toContain('secret');
});

test('leaves alone what is no middleware', () => {
  const serve = (): void => undefined;
  const make = timeMiddleware(createSpanRecorder())('withinDeadline', () => serve);
  expect(make()).toBe(serve);
});

test('records no more than some hundreds of spans, and ends none that belongs to an earlier request', () => {
  const recorder = createSpanRecorder();
  const close = recorder.open({ name: 'late', kind: 'work' });
  recorder.begin();
  for (let number = 0; number < 1_000; number++) recorder.open({ name: 'call', kind: 'aws' })();
  close('Error');
  expect(recorder.take()).toHaveLength(300);
  expect(recorder.take().every(({ name, error }) => name === 'call' && error === undefined)).toBe(true);
});
