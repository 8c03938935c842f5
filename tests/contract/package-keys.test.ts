import { createTestKey, jwksText, POOL } from '../../layers/core/auth/test-pool.ts';
import { type PackagedStack, packageStack } from '../support/package-stack.ts';
import { type StageStandIn, startStageStandIn } from '../support/stage-stand-in.ts';

const key = createTestKey('of-the-pool');
let platform: StageStandIn;
let packaged: PackagedStack;

beforeAll(async () => {
  const exports = { 'gymcoach-dev-main-table-name': 'main', 'gymcoach-dev-x': 'x', 'gymcoach-dev-user-pool-id': POOL };
  platform = await startStageStandIn(exports, () => ({ status: 200, text: jwksText(key) }));
  packaged = await packageStack('services/change-feed-service', 'dev', {
    AWS_ENDPOINT_URL: platform.endpoint,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
}, 60_000);
afterAll(async () => {
  packaged?.remove();
  await platform.stop();
});

test('a service that is packaged beside its platform holds the keys of the user pool, its worker does not', () => {
  const { Resources } = packaged.template;
  const environment = (id: string) => JSON.stringify(Resources[id]?.Properties['Environment']);
  const keys = `"JWKS":${JSON.stringify(JSON.stringify({ keys: [{ kid: key.kid, kty: 'RSA', alg: 'RS256', use: 'sig', n: key.jwk['n'], e: 'AQAB' }] }))}`;
  expect(environment('ApiLambdaFunction')).toContain(keys);
  expect(environment('NumberDashchangesLambdaFunction')).not.toContain('JWKS');
});
