import { ACTIVE_ACCOUNT } from '../../layers/core/auth/account.ts';
import { createTestApi, KEY, MATCH, MEMBER, MINE, NOW, OTHER, type Sent, type World } from './test-api.ts';

interface Request {
  readonly method: string;
  readonly target: string;
  readonly sent: Sent;
  readonly world: World;
}

const good: Request = {
  method: 'PUT',
  target: MINE,
  sent: { headers: { ...KEY, ...MATCH }, body: '{"name":"a"}' },
  world: {},
};
const withHeaders = (request: Request, headers: Sent['headers']): Request => ({
  ...request,
  sent: { ...request.sent, headers: { ...request.sent.headers, ...headers } },
});
const withBody = (request: Request, body: string): Request => ({ ...request, sent: { ...request.sent, body } });
const withWorld = (request: Request, world: World): Request => ({ ...request, world: { ...request.world, ...world } });

/** In the order of the contract. Each fault is put into a request that may have every later one already. */
const faults: readonly (readonly [name: string, status: number, code: string, put: (request: Request) => Request])[] = [
  ['no route', 404, 'route.not-found', (r) => ({ ...r, target: '/v1/nowhere' })],
  ['no token', 401, 'auth.token-invalid', (r) => withHeaders(r, { authorization: undefined })],
  ['no keys', 503, 'auth.keys-unavailable', (r) => withHeaders(r, { authorization: 'Bearer keyless' })],
  [
    'no grants',
    503,
    'auth.grants-unavailable',
    (r) =>
      withWorld(r, {
        accounts: () => {
          throw new Error('no table');
        },
      }),
  ],
  [
    'an old token',
    401,
    'auth.token-invalid',
    (r) => withWorld(r, { accounts: () => ({ ...ACTIVE_ACCOUNT, status: 'disabled', validAfter: NOW }) }),
  ],
  [
    'a disabled account',
    403,
    'auth.account-disabled',
    (r) => withWorld(r, { accounts: () => ({ ...ACTIVE_ACCOUNT, status: 'disabled' }) }),
  ],
  ['another person', 404, 'resource.not-found', (r) => ({ ...r, target: r.target.replace(MEMBER, OTHER) })],
  ['a large body', 413, 'limit.size', (r) => withBody(r, `${r.sent.body}${' '.repeat(256 * 1024)}`)],
  ['another media type', 415, 'media.unsupported', (r) => withHeaders(r, { 'content-type': 'text/plain' })],
  ['malformed JSON', 400, 'body.malformed', (r) => withBody(r, r.sent.body?.slice(0, -1) ?? '')],
  ['a protected field', 400, 'validation.protected-field', (r) => withBody(r, '{"userId":"x","name":""}')],
  ['an invalid body', 400, 'validation.failed', (r) => withBody(r, '{"name":""}')],
  ['no idempotency key', 400, 'idempotency.key-required', (r) => withHeaders(r, { 'idempotency-key': undefined })],
  ['no version', 428, 'precondition.required', (r) => withHeaders(r, { 'if-match': undefined })],
];

const send = ({ method, target, sent, world }: Request) => createTestApi(world).send(method, target, sent);
const refusal = async (request: Request) => {
  const { status, json } = await send(request);
  return [status, json['code']];
};

test('a request without a fault is served', async () => {
  expect((await send(good)).status).toBe(200);
});

test.each(faults)('%s is answered with %i %s', async (_, status, code, put) => {
  expect(await refusal(put(good))).toEqual([status, code]);
});

test.each(faults.slice(1).map((later, index) => [faults[index] ?? later, later] as const))(
  'of two faults the first counts: $0.0, $1.0',
  async ([, status, code, put], [, , , putLater]) => {
    expect(await refusal(put(putLater(good)))).toEqual([status, code]);
  },
);

test.each(faults.map((fault, index) => [fault[0], fault, faults.slice(index + 1)] as const))(
  '%s counts before every later fault at once',
  async (_, [, status, code, put], later) => {
    const worst = later.reduceRight((request, [, , , putLater]) => putLater(request), good);
    expect(await refusal(put(worst))).toEqual([status, code]);
  },
);

test('what the item says comes after all that the request says', async () => {
  const { seen, send: sendTo } = createTestApi();
  for (const [, , , put] of faults.filter(([name]) => !/grants|account|old token/.test(name))) {
    const { method, target, sent } = put(good);
    await sendTo(method, target, sent);
  }
  expect(seen).toEqual([]);
});

test('a 401 says how to sign in, a 503 when to try again', async () => {
  const { send: sendTo } = createTestApi();
  const unsigned = await sendTo('GET', MINE, { headers: { authorization: undefined } });
  expect(unsigned.headers['www-authenticate']).toBe('Bearer');
  const keyless = await sendTo('GET', MINE, { headers: { authorization: 'Bearer keyless' } });
  expect(keyless.headers['retry-after']).toBe('1');
});
