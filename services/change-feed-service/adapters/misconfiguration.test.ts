import { isAppError } from '@gymcoach/core/errors';
import { withoutMisconfiguration } from './misconfiguration.ts';

const named = (name: string) => Object.assign(new Error('from DynamoDB'), { name });
const outcome = (error: Error): Promise<unknown> =>
  withoutMisconfiguration(Promise.reject(error)).catch((found) => found);

test.each([
  'AccessDeniedException',
  'ResourceNotFoundException',
  'UnrecognizedClientException',
  'ExpiredTokenException',
])('%s is the stage’s fault: as good as down', async (name) => {
  const found = await outcome(named(name));
  expect([isAppError(found) && found.kind, found instanceof Error && found.cause]).toEqual([
    'unavailable',
    expect.objectContaining({ name }),
  ]);
});

test('what is wrong with the request stays what it is, and what is right passes', async () => {
  const error = named('ValidationException');
  expect(await outcome(error)).toBe(error);
  expect(await withoutMisconfiguration(Promise.resolve(7))).toBe(7);
});
