import { createRequire } from 'node:module';
import { createTestKey, POOL } from '../../layers/core/auth/test-pool.ts';
import { type StageStandIn, startStageStandIn } from '../../tests/support/stage-stand-in.ts';

interface LambdaFunction {
  readonly events?: readonly object[];
  environment?: Readonly<Record<string, unknown>>;
}

interface Plugin {
  readonly hooks: Readonly<Record<string, () => Promise<void>>>;
}

// Plugins are plain CommonJS, as the CLI loads them: this is what it calls.
const UserPoolKeys = createRequire(import.meta.url)('./user-pool-keys.cjs') as new (
  serverless: object,
  options: object,
  utils: { readonly log: { notice(line: string): void } },
) => Plugin;

const second = createTestKey('key-2');
const first = createTestKey('key-1');
const ofPool = (key: typeof first) => ({ ...key.jwk, kid: key.kid, x5c: ['more that a pool may say'] });
const api = (): LambdaFunction => ({ events: [{ httpApi: 'GET /v1/x' }], environment: { OWN: '1' } });

const before = { ...process.env };
let platform: StageStandIn;
let keySet: { status: number; text: string };
let lines: string[];

beforeAll(async () => {
  const others = Object.fromEntries(['a', 'b', 'c'].map((name) => [`gymcoach-dev-${name}`, name]));
  platform = await startStageStandIn({ ...others, 'gymcoach-dev-user-pool-id': POOL }, () => keySet);
});
afterAll(() => platform.stop());
beforeEach(() => {
  process.env['AWS_ENDPOINT_URL'] = platform.endpoint;
  keySet = { status: 200, text: JSON.stringify({ keys: [ofPool(second), { kty: 'EC', kid: 'ec' }, ofPool(first)] }) };
  lines = [];
});
afterEach(() => {
  process.env = { ...before };
});

/** Packages functions for a stage, with what the CLI gives a plugin. */
async function packaged<Name extends string>(
  functions: Readonly<Record<Name, LambdaFunction>>,
  { stage = 'dev', environment = {} }: { stage?: string; environment?: Readonly<Record<string, unknown>> } = {},
): Promise<Readonly<Record<Name, LambdaFunction>>> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const provider = {
    getAwsSdkV3Config: async (more: object) => ({
      ...more,
      region: 'eu-west-1',
      endpoint: platform.endpoint,
      credentials,
    }),
  };
  const serverless = {
    service: { functions, provider: { stage, environment } },
    getProvider: () => provider,
  };
  const { hooks } = new UserPoolKeys(serverless, {}, { log: { notice: (line) => lines.push(line) } });
  await hooks['before:package:compileFunctions']?.();
  return functions;
}

test('gives the pool’s usable keys, in one spelling, to the functions behind the gateway', async () => {
  const served = api();
  const { worker } = await packaged({ api: served, worker: { events: [{ stream: 'x' }] } });
  expect(served.environment).toEqual({ OWN: '1', JWKS: canonical(first, second) });
  expect(worker.environment).toBeUndefined();
  expect(lines).toEqual([]);

  keySet.text = JSON.stringify({ keys: [ofPool(first), ofPool(second)] });
  expect((await packaged({ api: api() })).api.environment).toEqual(served.environment);
});

test('takes the keys from where the stage has them', async () => {
  const JWKS_URI = `${platform.endpoint}/elsewhere/jwks.json`;
  await packaged({ api: api() }, { environment: { JWKS_URI } });
  expect(platform.asked.at(-1)).toBe('/elsewhere/jwks.json');
});

test.each([
  ['the platform is not deployed', { stage: 'new' }, {}, /no export gymcoach-new-user-pool-id/],
  ['the keys cannot be had', {}, { status: 500, text: '' }, /answered with 500/],
  ['the key set is none', {}, { status: 200, text: '{"keys":[]}' }, /no usable key/],
  ['the key set is too long', {}, { status: 200, text: 'x'.repeat(65_000) }, /longer than 64000/],
])('says in one line that %s, and leaves the variable out', async (_name, options, answer, reason) => {
  keySet = { ...keySet, ...answer };
  const served = api();
  await packaged({ api: served }, options);
  expect(served.environment).toEqual({ OWN: '1' });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^No keys of the user pool in the environment, functions will fetch them: /);
  expect(lines[0]).toMatch(reason);
  expect(lines[0]).not.toContain('\n');
});

test('takes no keys over plain HTTP from another machine', async () => {
  await packaged({ api: api() }, { environment: { JWKS_URI: 'http://192.0.2.1/jwks.json' } });
  expect(lines).toEqual([expect.stringContaining('must be https')]);
});

test('leaves the keys out where Lambda’s limit for an environment would be passed', async () => {
  const environment = { LONG: 'x'.repeat(2_900), TABLE: { 'Fn::ImportValue': 'table' } };
  const { small, large } = await packaged(
    { small: api(), large: { ...api(), environment: { MORE: 'x'.repeat(400) } } },
    { environment },
  );
  expect(small.environment).toHaveProperty('JWKS');
  expect(large.environment).toEqual({ MORE: 'x'.repeat(400) });
  expect(lines).toEqual([expect.stringContaining('No room for the keys')]);
});

test('asks for nothing where no function is behind the gateway', async () => {
  const asked = platform.asked.length;
  await packaged({ worker: { events: [] }, other: {} });
  expect(platform.asked).toHaveLength(asked);
});

/** What `parseJwks` leaves of a key, in its order. */
const canonical = (...keys: readonly (typeof first)[]): string =>
  JSON.stringify({
    keys: keys.map(({ kid, jwk }) => ({ kid, kty: 'RSA', alg: 'RS256', use: 'sig', n: jwk['n'], e: 'AQAB' })),
  });
