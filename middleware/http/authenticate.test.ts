import { type Authorizer, SYSTEM_OWNER, type TokenVerifier } from '@gymcoach/core/auth';
import { AppError, notFound, unavailable } from '@gymcoach/core/errors';
import { unlimited } from '@gymcoach/core/limit';
import { UserPath } from '../contract/fields.ts';
import { type Route, route } from '../contract/route.ts';
import { authenticate, type OnRefusal } from './authenticate.ts';
import type { CallContext, HttpEvent } from './call.ts';

const ME = '6f1d1f3e-0b7a-4c2e-9d55-0a4f1c7e2b11';
const roles = route({
  ...{ method: 'GET', path: '/v1/admin/roles', summary: 's' },
  ...{ permission: 'role:list', resource: 'system', returns: { 204: null } },
} as const);

const verifier: Pick<TokenVerifier, 'verify'> = {
  verify: async () => ({ userId: ME, groups: [], issuedAt: 1, expiresAt: 2 }),
};

/** Runs the step on a request; gives the owners that were decided on, and the refusals that were told. */
async function run(refuse: Error | undefined, onRefusal?: OnRefusal, of: Route = roles) {
  const owners: string[] = [];
  const told: unknown[] = [];
  const account = { status: 'active', validAfter: 0, revokedGroups: [] };
  const principal = { userId: ME, roles: new Set(['user'] as const), customRoles: [], account, issuedAt: 1 };
  const authorizer: Authorizer = {
    async authorize({ ownerId }) {
      owners.push(ownerId);
      if (refuse !== undefined) throw refuse;
      return { principal, decision: { allow: true, rule: 'admin', scope: 'any' } };
    },
    async authenticateOnly() {
      if (refuse !== undefined) throw refuse;
      return principal;
    },
    grantsOf: async () => ({ account }),
  };
  const tell: OnRefusal = async (refusal) => void told.push(refusal);
  const { before, onError } = authenticate(
    of,
    { verifier, authorizer, limiter: unlimited },
    { onRefusal: onRefusal ?? tell },
  );
  const request = { event: { headers: {} } as HttpEvent, context: {} as CallContext }; // the rest is not read
  // Middy adds fields that this step does not read.
  const outcome = await (before as (given: unknown) => Promise<unknown>)(request).catch((error: unknown) => error);
  const fail = (error: Error): Promise<unknown> =>
    // As above: of what Middy gives, two fields are read.
    (onError as (given: unknown) => Promise<unknown>)({ error, context: request.context });
  return { owners, told, outcome, access: request.context.access, fail };
}

test('a permission on what is the system’s is decided without a person', async () => {
  const { owners, told, access } = await run(undefined);
  expect([owners, told, access?.userId]).toEqual([[SYSTEM_OWNER], [], undefined]);
});

test.each([notFound(), new AppError('forbidden', 'authz.permission-missing', 'x')])(
  'a refusal is told: %s',
  async (error) => {
    const { told, outcome } = await run(error);
    expect([told, outcome]).toEqual([[{ actor: ME, permission: 'role:list' }], error]);
  },
);

test.each([
  new AppError('unauthenticated', 'auth.token-invalid', 'x'),
  unavailable('auth.grants-unavailable', 'x', undefined),
])('what is no refusal of the decision is not told: %s', async (error) => {
  expect(await run(error)).toMatchObject({ told: [], outcome: error });
});

test('a refusal that cannot be told stands', async () => {
  const error = notFound();
  const { outcome } = await run(error, () => Promise.reject(new Error('lost')));
  expect(outcome).toBe(error);
});

test('an account that is not active is told of on a route without a permission, too', async () => {
  const mine = route({
    ...{ method: 'GET', path: '/v1/permissions', summary: 's', access: 'authenticated', returns: { 204: null } },
  } as const);
  const error = new AppError('forbidden', 'auth.account-disabled', 'x');
  const { told, outcome } = await run(error, undefined, mine);
  expect([told, outcome]).toEqual([[{ actor: ME, permission: 'authenticated' }], error]);
  expect((await run(undefined, undefined, mine)).told).toEqual([]);
});

test('a role beyond what the caller holds is told of, another failure is not', async () => {
  const { told, fail } = await run(undefined);
  await fail(new AppError('conflict', 'conflict.exists', 'x'));
  expect(told).toEqual([]);
  await fail(new AppError('forbidden', 'authz.escalation', 'x'));
  expect(told).toEqual([{ actor: ME, permission: 'role:list' }]);
});

describe('what is read beside the decision', () => {
  const personal = route({
    ...{ method: 'GET', path: '/v1/users/{userId}/goals', summary: 's' },
    ...{ permission: 'goal:read', params: UserPath, returns: { 204: null } },
  } as const);

  /** In which order things begin and end; the decision takes a while. */
  async function order(userId: string, refuse?: Error, isKnown = false): Promise<readonly string[]> {
    const steps: string[] = [];
    const authorizer = {
      authorize: async ({ beside }: { readonly beside?: () => void }) => {
        steps.push('asked');
        if (!isKnown) beside?.();
        await new Promise((resolve) => setImmediate(resolve));
        steps.push('decided');
        if (refuse !== undefined) throw refuse;
        return { principal: { userId: ME }, decision: { allow: true, rule: 'own', scope: 'own' } };
      },
    };
    const auth = { verifier, authorizer: authorizer as unknown as Authorizer, limiter: unlimited }; // no other is called
    const { before } = authenticate(personal, auth, { ahead: (id) => void steps.push(`read of ${id}`) });
    const request = { event: { headers: {}, pathParameters: { userId } }, context: {} };
    await (before as unknown as (given: unknown) => Promise<unknown>)(request).then(
      () => steps.push('goes on'),
      () => steps.push('refused'),
    );
    return steps;
  }

  test('begins with it, for the caller and for a person in the path', async () => {
    expect(await order('me')).toEqual(['asked', `read of ${ME}`, 'decided', 'goes on']);
    const other = ME.replace('6f', '7f');
    expect(await order(other)).toEqual(['asked', `read of ${other}`, 'decided', 'goes on']);
  });

  test('does not let anybody in, and is not begun for what is no person', async () => {
    expect(await order('me', notFound())).toEqual(['asked', `read of ${ME}`, 'decided', 'refused']);
    expect(await order('nobody')).toEqual(['asked', 'decided', 'goes on']);
  });

  test('is left to the handler where the decision waits for nothing', async () => {
    expect(await order('me', undefined, true)).toEqual(['asked', 'decided', 'goes on']);
  });
});
