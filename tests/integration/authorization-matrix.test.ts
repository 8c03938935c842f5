import type { CallContext, HttpHandler } from '@gymcoach/middleware/http/call';
import {
  type DocumentedRoute,
  documentedRoutes,
  servedRoutes,
} from '../support/authorization-matrix/documented-routes.ts';
import { type ExpectedAnswer, expectedAnswer } from '../support/authorization-matrix/expected-answer.ts';
import { type MatrixPrincipal, principalsFor } from '../support/authorization-matrix/principals.ts';
import { catchLog } from '../support/catch-log.ts';
import { type FunctionEnvironment, startFunctionEnvironment } from '../support/function-environment.ts';
import { httpEvent } from '../support/http-event.ts';
import { recordResult } from '../support/proof-results.ts';

const routes = documentedRoutes();
const NO_PERMISSION = 'profile:read'; // whom to build for a route that asks for none: it must not matter
const OTHER_PARAMETER = '00000000000000000000000000';
const now = Date.now();
const wrong: string[] = [];
const counts: Record<string, number> = {};
let environment: FunctionEnvironment | undefined;
let served: ReadonlyMap<string, HttpHandler>;
let people: ReadonlyMap<string, readonly MatrixPrincipal[]> = new Map();

beforeAll(async () => {
  environment = await startFunctionEnvironment();
  const { key, main } = environment;
  served = await servedRoutes();
  const asked = new Set(routes.map(({ permission = NO_PERMISSION }) => permission));
  people = new Map([...asked].map((permission) => [permission, principalsFor(permission, key, now)]));
  for (const { rows } of [...people.values()].flat()) {
    for (const put of rows) await main.write([{ put, when: 'always' }]);
  }
}, 60_000);

afterAll(async () => {
  await environment?.stop();
  const principals = people.get(NO_PERMISSION)?.length ?? 0;
  recordResult('matrix', {
    routes: routes.length,
    principals,
    cells: Object.values(counts).reduce((sum, count) => sum + count, 0),
    wrongAnswers: wrong.length,
    wrong,
    answers: counts,
    routesByAccess: Object.fromEntries(
      ['public', 'authenticated', 'permission'].map((access) => [
        access,
        routes.filter((one) => one.access === access).length,
      ]),
    ),
  });
});

test('every route of the document is served by a function', () => {
  const missing = routes.filter(({ method, path }) => !served.has(`${method} ${path}`));
  expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
  '%s answers everybody as the model says',
  async (name, route) => {
    const answers: Record<string, string> = {};
    const expected: Record<string, ExpectedAnswer> = {};
    for (const principal of people.get(route.permission ?? NO_PERMISSION) ?? []) {
      const answer = await ask(route, principal);
      const right = expectedAnswer(route, principal.facts);
      answers[principal.name] = answer;
      expected[principal.name] = right;
      counts[right] = (counts[right] ?? 0) + 1;
      if (answer !== right) wrong.push(`${name}, ${principal.name}: ${answer} for ${right}`);
    }
    expect(answers).toEqual(expected);
  },
  60_000,
);

test('the table of expected answers is not vacuous', () => {
  expect(Object.keys(counts).toSorted()).toEqual(['401', '403', '403 suspended', '404', 'passes']);
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(routes.length / 2);
});

/**
 * Sends a request that is refused, whoever asks, as soon as it is looked at: with a parameter that no route knows, and
 * without a body. So that refusal tells who has passed, and nothing is changed.
 */
async function ask({ method, path }: DocumentedRoute, { subject, authorization }: MatrixPrincipal): Promise<string> {
  const handler = served.get(`${method} ${path}`);
  if (handler === undefined) return 'not served';
  const target = path.replace('{userId}', subject).replaceAll(/\{\w+\}/g, OTHER_PARAMETER);
  const event = httpEvent(method, `${target}?no-route-knows-this=1`, { headers: { authorization } });
  const context = { awsRequestId: 'lambda-request-1' } as CallContext; // the rest of Lambda's context is not read
  const { result } = await catchLog(() => handler(event, context));
  const { statusCode = 0, body = '{}' } = result;
  const { code }: { code?: string } = JSON.parse(body);
  switch (`${statusCode} ${code}`) {
    case '401 auth.token-invalid':
      return '401';
    case '403 auth.account-disabled':
      return '403 suspended';
    case '403 authz.permission-missing':
      return '403';
    case '404 resource.not-found':
      return '404';
    case '400 validation.unknown-field':
    case '400 validation.failed':
    case '400 body.malformed':
    case '415 media.unsupported':
      return 'passes';
    default:
      return `${statusCode} ${code}`;
  }
}
