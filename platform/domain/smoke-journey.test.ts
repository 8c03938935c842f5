import { readFunctions, readStacks } from '../../scripts/build/read-stack.ts';
import { matchRoute, readRoutes } from '../../scripts/local/gateway/route-table.ts';
import { type SmokeAnswer, type SmokeRequest, smokeJourney } from './smoke-journey.ts';

const TOKEN = 'the-token';
const problem = (status: number, code: string): SmokeAnswer => ({
  status,
  headers: { 'content-type': 'application/problem+json; charset=utf-8' },
  body: JSON.stringify({ status, code, detail: 'about canary@gymcoach.invalid' }),
});
const json = (body: object, headers: Record<string, string> = {}): SmokeAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

interface Api {
  readonly sent: SmokeRequest[];
  readonly send: (request: SmokeRequest) => Promise<SmokeAnswer>;
}

/** As much of the API as the journey sees; `broken` answers instead where it says something. */
function api(broken: (request: SmokeRequest) => SmokeAnswer | undefined = () => undefined): Api {
  let version = 1;
  const sent: SmokeRequest[] = [];
  const answer = (request: SmokeRequest): SmokeAnswer => {
    const { method, path, headers } = request;
    const instead = broken(request);
    if (instead !== undefined) return instead;
    if (path === '/health/live') return json({ status: 'ok' });
    if (headers['authorization'] !== `Bearer ${TOKEN}`) return problem(401, 'auth.token-invalid');
    if (path === '/v1/users/me/preferences') {
      if (method === 'PATCH') {
        if (headers['if-match'] !== `"preferences.${version}"`) return problem(412, 'conflict.version');
        version += 1;
      }
      return json({ weekStartsOn: 'sunday' }, { etag: `"preferences.${version}"` });
    }
    if (path.startsWith('/v1/users/me/') || path === '/v1/permissions') return json({});
    return problem(404, 'resource.not-found');
  };
  return {
    sent,
    send: async (request) => {
      sent.push(request);
      return answer(request);
    },
  };
}

let clock = 0;
const walk = (send: Api['send'], more: object = {}) =>
  smokeJourney({ send, signIn: async () => TOKEN, now: () => (clock += 5), ...more });

test('passes on an API that does what it promises, and tells each step with its status and time', async () => {
  const { send } = api();
  const { passed, steps, reason } = await walk(send);
  expect([passed, reason]).toEqual([true, undefined]);
  expect(steps.map(({ name, status }) => [name, status])).toEqual([
    ['live', 200],
    ['refused without a token', 401],
    ['sign in', undefined],
    ['own profile', 200],
    ['change of preferences', 412],
    ['nothing of another person', 404],
    ['own permissions', 200],
    ['own changes', 200],
  ]);
  for (const { ms } of steps) expect(ms).toBeGreaterThan(0);
});

test('writes a preference back as it was, and nothing else', async () => {
  const { send, sent } = api();
  await walk(send);
  const writes = sent.filter(({ method }) => method !== 'GET').map(({ method, path, body }) => [method, path, body]);
  const change = ['PATCH', '/v1/users/me/preferences', '{"weekStartsOn":"sunday"}'];
  expect(writes).toEqual([change, change]);
});

test.each<[string, (request: SmokeRequest) => SmokeAnswer | undefined, string]>([
  [
    'live',
    ({ path }) => (path === '/health/live' ? problem(500, 'internal') : undefined),
    'answered 500 internal instead of 200',
  ],
  [
    'refused without a token',
    ({ headers }) => (headers['authorization'] === undefined ? json({}) : undefined),
    'answered 200 instead of 401',
  ],
  [
    'change of preferences',
    ({ method }) => (method === 'PATCH' ? problem(503, 'dependency.unavailable') : undefined),
    'answered 503 dependency.unavailable instead of 200 or 412',
  ],
  [
    'change of preferences',
    ({ method }) => (method === 'PATCH' ? json({}, { etag: '"preferences.9"' }) : undefined),
    'answered 200 instead of 412',
  ],
  [
    'nothing of another person',
    ({ path }) => (path.includes('00000000-') ? json({ displayName: 'Maya' }) : undefined),
    'answered 200 instead of 404',
  ],
])('ends at "%s" and says why', async (name, broken, why) => {
  const { send } = api((request) => (request.path === '/health/live' && name !== 'live' ? undefined : broken(request)));
  const { passed, steps, reason } = await walk(send);
  expect([passed, steps.at(-1)?.name, reason]).toEqual([false, name, why]);
});

test('somebody else who changes the preferences meanwhile is no fault, but no end of them is', async () => {
  let refusals = 2;
  const busy = api(({ method }) =>
    method === 'PATCH' && refusals-- > 0 ? problem(412, 'conflict.version') : undefined,
  );
  expect((await walk(busy.send)).passed).toBe(true);
  const stuck = api(({ method }) => (method === 'PATCH' ? problem(412, 'conflict.version') : undefined));
  expect(await walk(stuck.send)).toMatchObject({
    passed: false,
    reason: 'answered 412 conflict.version instead of 200',
  });
});

test('a sign-in that fails, or no answer, is told without a word about the person', async () => {
  const refused = await walk(api().send, {
    signIn: async () => {
      throw new Error('sign-in: NotAuthorizedException');
    },
  });
  expect([refused.steps.at(-1)?.name, refused.reason]).toEqual(['sign in', 'sign-in: NotAuthorizedException']);
  const report = await walk(
    api(({ path }) => (path.includes('me/profile') ? problem(500, 'internal') : undefined)).send,
  );
  expect(JSON.stringify(report)).not.toMatch(/canary@|the-token/);
});

test('ends at its deadline, and names the step that was under way', async () => {
  let isUp = (): void => {};
  const late = new Promise<void>((resolve) => {
    isUp = resolve;
  });
  const { send } = api();
  const hanging = (request: SmokeRequest): Promise<SmokeAnswer> => {
    if (request.path !== '/v1/permissions') return send(request);
    isUp();
    return new Promise(() => {});
  };
  const report = await smokeJourney({ send: hanging, signIn: async () => TOKEN, now: () => (clock += 5) }, { late });
  expect([report.passed, report.reason]).toEqual([false, 'the time is up']);
  expect(report.steps.at(-1)).toEqual({ name: 'own permissions', ms: expect.any(Number) });
  expect(report.steps[0]).toMatchObject({ name: 'live', status: 200 });
});

test('each step names the service whose function has the route', async () => {
  const { send, sent } = api();
  await walk(send);
  const routes = readStacks().flatMap((stack) => readFunctions(stack).flatMap((each) => readRoutes(each, stack.name)));
  for (const { service, method, path } of sent) {
    const found = matchRoute(routes, method, path.split('?')[0] ?? '');
    expect([path, found?.route.target, found?.route.routeKey]).toEqual([
      path,
      `gymcoach-${service}`,
      expect.stringContaining(`${method} /`),
    ]);
  }
});

test('of one service it takes the steps of that service, and signs in only for those that need it', async () => {
  const { send, sent } = api();
  const feed = await walk(send, {});
  expect(feed.passed).toBe(true);
  sent.length = 0;
  const ports = { send, signIn: async () => TOKEN, now: () => clock };
  const { steps } = await smokeJourney(ports, { only: 'change-feed' });
  expect(steps.map(({ name }) => name)).toEqual(['sign in', 'own changes']);
  expect((await smokeJourney(ports, { only: 'platform' })).steps.map(({ name }) => name)).toEqual(['live']);
});

test('by the clock it asks for nothing that the audit trail would keep', async () => {
  const { send, sent } = api();
  const report = await smokeJourney({ send, signIn: async () => TOKEN, now: () => clock }, { scheduled: true });
  expect([report.passed, report.steps.length]).toEqual([true, 7]);
  expect(sent.some(({ path }) => path.includes('00000000-'))).toBe(false);
  // What a run is said to cost: see scripts/capacity/inputs.ts.
  const routes = new Set(sent.map(({ method, path }) => `${method} ${path}`));
  expect([sent.length, routes.size]).toEqual([8, 6]);
});
