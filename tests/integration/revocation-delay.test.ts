import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { CallContext, HttpHandler } from '@gymcoach/middleware/http/call';
import { claims, signToken } from '../../layers/core/auth/test-pool.ts';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { catchLog } from '../support/catch-log.ts';
import { REAL_TIMERS } from '../support/fake-date.ts';
import { type FunctionEnvironment, startFunctionEnvironment } from '../support/function-environment.ts';
import { httpEvent } from '../support/http-event.ts';
import { recordResult } from '../support/proof-results.ts';
import { CACHED_MS, REVOCATIONS, type Revocation, WARMED_MS, type World } from '../support/revocations.ts';

const INSTANCES = 3;
const WARMED_APART_MS = WARMED_MS / (INSTANCES - 1);
const STEP_MS = 500;
const WATCHED_MS = 65_000;
const HANDLER = join(repositoryRoot, 'services/user-profile-service/handlers/api.ts');

let environment: FunctionEnvironment;
const instances: HttpHandler[] = [];
const measured: Record<string, { limitMs: number; longestMs: number; refusedOnAll: boolean }> = {};

beforeAll(async () => {
  environment = await startFunctionEnvironment();
  // Both clocks of the cache are told by hand; sockets and timers are real. Before the handlers are loaded, which keep `Date.now`.
  jest.useFakeTimers({ now: Date.now(), doNotFake: REAL_TIMERS.filter((api) => api !== 'performance') });
  for (let index = 0; index < INSTANCES; index++) {
    await jest.isolateModulesAsync(async () => {
      const { handler }: { handler: HttpHandler } = await import(HANDLER);
      instances.push(handler);
    });
  }
}, 60_000);

afterAll(async () => {
  jest.useRealTimers();
  await environment.stop();
  const longest = (limitMs: number): number =>
    Math.max(...Object.values(measured).map((one) => (one.limitMs === limitMs ? one.longestMs : 0)));
  recordResult('revocation', {
    instances: INSTANCES,
    requestEveryMs: STEP_MS,
    watchedMs: WATCHED_MS,
    longestDelayMs: { cached: longest(CACHED_MS), neverCached: longest(0) },
    allowedMs: { cached: CACHED_MS, neverCached: 0 },
    revocations: measured,
  });
});

test('three instances are loaded, each with caches of its own', () => {
  expect(new Set(instances).size).toBe(INSTANCES);
});

test.each(Object.entries(REVOCATIONS))(
  'when %s, every warm instance refuses in time and from then on',
  async (name, revocation) => {
    const { result } = await catchLog(() => measure(revocation));
    measured[name] = { limitMs: revocation.limitMs, ...result };
    expect(result.refusedOnAll).toBe(true);
    expect(result.longestMs).toBeLessThanOrEqual(revocation.limitMs);
  },
  60_000,
);

/** The longest time from the end of the revoking write to the last request that any instance still let pass. */
async function measure({
  groups = [],
  of,
  given,
  taken,
}: Revocation): Promise<{ longestMs: number; refusedOnAll: boolean }> {
  const caller = randomUUID();
  const owner = of === 'own' ? caller : randomUUID();
  const put: World['put'] = (key, row) => environment.main.write([{ put: { ...key, ...row }, when: 'always' }]);
  const remove: World['remove'] = (key) => environment.main.write([{ delete: key, when: 'always' }]);
  const world: World = { caller, owner, role: `role-${caller}`, put, remove, now: Date.now() };
  const seconds = Math.floor(world.now / 1_000);
  const token = signToken(
    environment.key,
    claims({ sub: caller, username: caller, 'cognito:groups': groups }, seconds),
  );
  const passes = (handler: HttpHandler): Promise<boolean> => ask(handler, owner, token);

  await given?.(world);
  // Warmed at different times, the last of them just before the revocation: the worst that can be.
  for (const [index, handler] of instances.entries()) {
    if (index > 0) jest.advanceTimersByTime(WARMED_APART_MS);
    if (!(await passes(handler))) throw new Error('The right was never there.');
  }
  await taken({ ...world, now: Date.now() });

  const revokedAt = Date.now();
  const lastPass = new Array<number>(INSTANCES).fill(-1);
  for (; Date.now() - revokedAt <= WATCHED_MS; jest.advanceTimersByTime(STEP_MS)) {
    for (const [index, handler] of instances.entries()) {
      if (await passes(handler)) lastPass[index] = Date.now() - revokedAt;
    }
  }
  const refusedOnAll = !(await Promise.all(instances.map(passes))).includes(true);
  // A request that passes at the very instant of the revocation would count as a step: nothing may pass after it.
  return { longestMs: Math.max(...lastPass.map((at) => (at < 0 ? 0 : Math.max(at, 1)))), refusedOnAll };
}

/** The parameter that no route knows is refused only once the caller has passed. */
async function ask(handler: HttpHandler, owner: string, token: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${token}` };
  const event = httpEvent('GET', `/v1/users/${owner}/profile?no-route-knows-this=1`, { headers });
  const { statusCode } = await handler(event, { awsRequestId: 'lambda-request-1' } as CallContext); // the rest of Lambda's context is not read
  if (statusCode === 400) return true;
  if (statusCode === 401 || statusCode === 403 || statusCode === 404) return false;
  throw new Error(`An answer that says nothing of rights: ${statusCode}`);
}
