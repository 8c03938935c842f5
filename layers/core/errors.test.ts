import { AppError, type ErrorKind, invalidInput, isAppError, notFound, staleVersion, unavailable } from './errors.ts';

test('keeps kind, code, sentence and cause, and is empty elsewhere', () => {
  const cause = new Error('why');
  const error = new AppError('conflict', 'area.what', 'A sentence.', { cause });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: 'AppError',
    kind: 'conflict',
    code: 'area.what',
    message: 'A sentence.',
    cause,
    issues: [],
    headers: {},
  });
  expect([error.retryAfter, 'cause' in new AppError('conflict', 'a.b', 'c')]).toEqual([undefined, false]);
});

test('is known across copies of the module, and nothing else is', async () => {
  let copy: typeof import('./errors.ts') | undefined;
  await jest.isolateModulesAsync(async () => {
    copy = await import('./errors.ts');
  });
  expect(copy?.AppError).not.toBe(AppError);
  expect(isAppError(copy?.notFound())).toBe(true);
  for (const other of [
    new Error('x'),
    { kind: 'conflict' },
    null,
    undefined,
    'x',
    JSON.parse(JSON.stringify(notFound())),
  ]) {
    expect(isAppError(other)).toBe(false);
  }
});

test('what throws when it is looked at is no failure of ours', () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(isAppError(proxy)).toBe(false);
});

test('a stale version names the current one', () => {
  expect(staleVersion({ id: 'goal', version: 4 })).toMatchObject({
    kind: 'precondition-failed',
    headers: { etag: '"goal.4"' },
  });
});

test('what is unavailable can be tried again', () => {
  const cause = new Error('x');
  expect(unavailable('a.b', 'c', cause)).toMatchObject({ kind: 'unavailable', retryAfter: 1, cause });
});

test('a request with unknown fields only has a code of its own', () => {
  const issue = (code: string) => ({ in: 'body', pointer: '/a', code, message: 'm' }) as const;
  expect(invalidInput([issue('validation.unknown-field')]).code).toBe('validation.unknown-field');
  expect(invalidInput([issue('validation.unknown-field'), issue('validation.type')])).toMatchObject({
    code: 'validation.failed',
    issues: [{}, {}],
  });
});

test('a kind outside the list does not compile', () => {
  // @ts-expect-error there is no such kind
  const kind: ErrorKind = 'teapot';
  expect(kind).toBeDefined();
});
