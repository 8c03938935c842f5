import { unlimited } from '@gymcoach/core/limit';
import { NOBODY } from '@gymcoach/core/priming';
import { catchLog } from '../../tests/support/catch-log.ts';
import { rehearse } from './rehearse.ts';
import { routes } from './test-routes.ts';

/** What a decision would ask of the table, and how often the item was read beside it. */
function setUp(refuse?: Error) {
  const decided: unknown[] = [];
  let reads = 0;
  const authorize = async (request: { readonly token: { readonly userId: string }; readonly ownerId: string }) => {
    decided.push([request.token.userId, request.ownerId]);
    if (refuse !== undefined) throw refuse;
    return { principal: { userId: request.token.userId }, decision: { allow: true, scope: 'own' } };
  };
  const deps = {
    main: {
      get: async () => {
        reads += 1;
        return undefined;
      },
    },
    auth: { authorizer: { authorize } as never, limiter: unlimited },
  };
  return { deps, decided, reads: () => reads };
}

test('takes nobody’s request through the decision, with a read beside it, and writes no line', async () => {
  const { deps, decided, reads } = setUp();
  const { log } = await catchLog(() => rehearse(routes.read, deps));
  expect(decided).toHaveLength(12);
  expect(decided[0]).toEqual([NOBODY, NOBODY]);
  expect(reads()).toBe(12);
  expect(log).toBe('');
});

test('ends with what the reads end with: the start of the container goes on without', async () => {
  const { deps } = setUp();
  const broken = { ...deps, main: { get: () => Promise.reject(new Error('no table')) } };
  await expect(rehearse(routes.read, broken)).rejects.toThrow('no table');
});
