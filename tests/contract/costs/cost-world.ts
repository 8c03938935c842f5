import { cpSync, globSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CLIENT,
  claims,
  createTestKey,
  jwksText,
  POOL,
  signToken,
  startServer,
} from '../../../layers/core/auth/test-pool.ts';
import { buildFunctions } from '../../../scripts/build/functions.ts';
import { buildLayer } from '../../../scripts/build/layer.ts';
import { readFunctions, readStacks } from '../../../scripts/build/read-stack.ts';
import { repositoryRoot } from '../../../scripts/build/repository-root.ts';
import { callsOfRequest } from '../../../scripts/local/aws-calls/calls-of-request.ts';
import { findDemoUser } from '../../../scripts/local/demo-users.ts';
import { accessKeyOf } from '../../../scripts/local/local-names.ts';
import { seedRoles } from '../../../scripts/local/seed/seed-roles.ts';
import { seedCoachLink, seedCursorSecret } from '../../../scripts/local/seed/seed-rows.ts';
import { createTables, startDynamoEngine } from '../../support/dynamodb-engines.ts';
import { HIGH_RATE_LIMITS } from '../../support/high-rate-limits.ts';
import { suiteCallLog } from '../../support/suite-call-log.ts';
import { type LambdaProcess, startLambda } from '../parts/lambda-process.ts';
import { type AwsStandIns, startAwsStandIns } from './aws-stand-ins.ts';

export const TABLES = {
  main: 'gymcoach-local-main',
  ephemeral: 'gymcoach-local-ephemeral',
  audit: 'gymcoach-local-audit',
} as const;

/** Every function as Lambda starts it, with AWS as these stand-ins, the sample roles, links and keys, and nothing else stored. */
export interface CostWorld {
  readonly aws: AwsStandIns;
  /** Address of the engine itself: what is asked of it there is not noted. */
  readonly engine: string;
  /** An access token of a demo user. */
  token(user: string): string;
  /**
   * A new container of a function; `part` is the folder of its stack, `platform` or `services/...`. As it is deployed it has the
   * keys of the pool and is primed; else it fetches them and asks for nothing that its requests do not.
   */
  start(part: string, name: string, isDeployed?: boolean): LambdaProcess;
  /** A container of a handler that does nothing but what this text says. */
  startBare(handler: string): LambdaProcess;
  /** Holds the functions, each in the folder of its stack, and the layer as `opt`. */
  readonly folder: string;
  /** Every file of ours that is deployed: `gymcoach-access/handlers/api.cjs`, `@gymcoach/core/core.js`. */
  readonly deployed: readonly { readonly path: string; readonly text: string }[];
  stop(): Promise<void>;
}

export const LAYER = 'opt/nodejs/node_modules/';
/** Files beside the platform's function: `package.patterns` of its stack. */
const BESIDE = ['docs/openapi.json', 'node_modules/swagger-ui-dist'];

/** `onCalls` is told what functions ask of AWS, as IAM would be. @default the suite's record, where there is one */
export async function startCostWorld(onCalls = suiteCallLog()): Promise<CostWorld> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gymcoach-costs-')));
  const key = createTestKey('costs');
  // Of both engines the one that counts units as DynamoDB documents them.
  const [engine, keys] = await Promise.all([
    startDynamoEngine('dynoxide'),
    startServer((_request, response) => void response.end(jwksText(key))),
    buildFunctions({ output: folder }),
    buildLayer(),
  ]);
  const aws = await startAwsStandIns(engine.endpoint, (request) => onCalls(callsOfRequest(request)));
  await createTables(engine.endpoint, TABLES);
  await seedCursorSecret(engine.endpoint);
  await seedRoles(engine.endpoint);
  await seedCoachLink(engine.endpoint);
  cpSync(join(repositoryRoot, 'layers/core/dist'), join(folder, 'opt'), { recursive: true });
  for (const path of BESIDE) {
    cpSync(join(repositoryRoot, path), join(folder, 'gymcoach-platform', path), { recursive: true, dereference: true });
  }
  const env = {
    GYMCOACH_DYNAMODB_URL: aws.url.dynamodb,
    GYMCOACH_S3_URL: aws.url.s3,
    GYMCOACH_SQS_URL: aws.url.sqs,
    GYMCOACH_COGNITO_URL: aws.url.cognito,
    GYMCOACH_SSM_URL: aws.url.other,
    GYMCOACH_LAMBDA_URL: aws.url.other,
    GYMCOACH_CODEDEPLOY_URL: aws.url.other,
    GYMCOACH_RATE_LIMITS: HIGH_RATE_LIMITS,
  };
  const functions = new Map(
    readStacks({ env }).flatMap((stack) =>
      readFunctions(stack).map((definition) => [`${partOf(stack.folder)} ${definition.name}`, { stack, definition }]),
    ),
  );
  return {
    aws,
    folder,
    deployed: readDeployed(folder),
    engine: engine.endpoint,
    token(user) {
      const { id, groups } = findDemoUser(user);
      return signToken(key, claims({ sub: id, username: id, 'cognito:groups': groups }));
    },
    start(part, name, isDeployed = false) {
      const found = functions.get(`${part} ${name}`);
      if (found === undefined) throw new Error(`${part} has no function ${name}`);
      const { stack, definition } = found;
      const { USER_DIRECTORY: _recorded, ...environment } = definition.environment;
      return startLambda({
        folder,
        taskRoot: join(folder, stack.name),
        opt: join(folder, 'opt'),
        handler: definition.handler,
        environment: {
          ...environment,
          AWS_ACCESS_KEY_ID: accessKeyOf(`${stack.name}-local-${name}`),
          USER_POOL_ID: POOL,
          USER_POOL_CLIENT_ID: CLIENT,
          JWKS_URI: keys.url,
          ...(isDeployed ? { JWKS: jwksText(key), AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand' } : {}),
          // Read by the AWS SDK itself.
          AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: aws.url.cognito,
          AWS_ENDPOINT_URL: aws.url.other,
        },
      });
    },
    startBare(handler) {
      const taskRoot = mkdtempSync(join(folder, 'bare-'));
      writeFileSync(join(taskRoot, 'bare.cjs'), `exports.handler = async () => { ${handler} };`);
      return startLambda({ folder, taskRoot, opt: join(folder, 'opt'), handler: 'bare.handler', environment: {} });
    },
    async stop() {
      await Promise.all([aws.stop(), keys.stop(), engine.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function readDeployed(folder: string): CostWorld['deployed'] {
  return globSync('{gymcoach-*,opt}/**/*.{js,cjs}', { cwd: folder })
    .filter((path) => !path.includes('swagger-ui-dist'))
    .map((path) => ({ path: path.replace(LAYER, ''), text: readFileSync(join(folder, path), 'utf8') }));
}

/** `services/user-profile-service`, or `platform`: where the sample events lie. */
const partOf = (folder: string): string =>
  folder === repositoryRoot ? 'platform' : folder.slice(repositoryRoot.length + 1);
