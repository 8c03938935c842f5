import { randomUUID } from 'node:crypto';
import type { CallContext, HttpHandler } from '@gymcoach/middleware/http/call';
import { claims, signToken } from '../../layers/core/auth/test-pool.ts';
import { documentedRoutes, servedRoutes } from '../support/authorization-matrix/documented-routes.ts';
import { catchLog } from '../support/catch-log.ts';
import { type FunctionEnvironment, startFunctionEnvironment } from '../support/function-environment.ts';
import { httpEvent } from '../support/http-event.ts';

const UNKNOWN_INJURY = 'inj_01J8Z3K5QW7RT9V1XA2BC4DE6F';
const SAMPLES = 150;
/** Between two medians of the same work, with whatever else the machine does. */
const ALIKE = 2;
const personal = documentedRoutes().filter(({ path }) => path.startsWith('/v1/users/{userId}'));

const [member, other, nobody] = [randomUUID(), randomUUID(), randomUUID()];
let environment: FunctionEnvironment | undefined;
let served: ReadonlyMap<string, HttpHandler>;
let injury = '';

beforeAll(async () => {
  environment = await startFunctionEnvironment();
  served = await servedRoutes();
  await ask(other, 'PUT', '/v1/users/{userId}/profile', '/v1/users/me/profile', { displayName: 'Otto' });
  const body = { bodyPart: 'ankle', side: 'right', severity: 'mild', since: '2026-07-18' };
  const made = await ask(other, 'POST', '/v1/users/{userId}/injuries', '/v1/users/me/injuries', body);
  injury = JSON.parse(made.body).id;
}, 60_000);
afterAll(() => environment?.stop());

async function ask(caller: string, method: string, template: string, path: string, body?: unknown) {
  const key = environment?.key;
  const handler = served.get(`${method} ${template}`);
  if (key === undefined || handler === undefined) throw new Error(`${method} ${template} is not there`);
  const token = signToken(key, claims({ sub: caller, username: caller }, Math.floor(Date.now() / 1_000)));
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'idempotency-key': `${caller}-key`,
    'if-match': '"injury.1"',
  };
  const event = httpEvent(method, path, { headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const context = { awsRequestId: 'lambda-request-1' } as CallContext; // the rest of Lambda's context is not read
  const start = performance.now();
  const { result } = await catchLog(() => handler(event, context));
  const milliseconds = performance.now() - start;
  return { answer: result, status: result.statusCode, body: result.body ?? '', milliseconds };
}

const fill = (path: string, userId: string, id: string): string =>
  path.replace('{userId}', userId).replaceAll(/\{\w+\}/g, id);

test.each(personal.map(({ method, path }) => [method, path] as const))(
  'H20 %s %s tells nobody whether a person, or what is theirs, is there',
  async (method, path) => {
    // Two callers, for the answer tells each how many requests they have left.
    const there = await ask(randomUUID(), method, path, fill(path, other, injury), {});
    const notThere = await ask(randomUUID(), method, path, fill(path, nobody, UNKNOWN_INJURY), {});
    expect(there.status).toBe(404);
    expect(there.answer).toEqual(notThere.answer); // headers, too: both requests came with the same ids
  },
);

test('H20 what is forbidden looks like what is missing of one’s own', async () => {
  const path = '/v1/users/{userId}/injuries/{injuryId}';
  const forbidden = await ask(member, 'GET', path, fill(path, other, injury));
  const missing = await ask(member, 'GET', path, fill(path, 'me', UNKNOWN_INJURY));
  expect([forbidden.status, forbidden.body]).toEqual([404, missing.body]);
});

test('H20 takes as long for what is there as for what is not', async () => {
  const path = '/v1/users/{userId}/injuries/{injuryId}';
  const times: Record<'there' | 'notThere', number[]> = { there: [], notThere: [] };
  for (let sample = 0; sample < SAMPLES; sample++) {
    const one = await ask(member, 'GET', path, fill(path, other, injury));
    const two = await ask(member, 'GET', path, fill(path, randomUUID(), UNKNOWN_INJURY));
    if (sample < SAMPLES / 5) continue; // until the code is warm
    times.there.push(one.milliseconds);
    times.notThere.push(two.milliseconds);
  }
  const ratio = median(times.there) / median(times.notThere);
  expect(ratio).toBeGreaterThan(1 / ALIKE);
  expect(ratio).toBeLessThan(ALIKE);
});

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
