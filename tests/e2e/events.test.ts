import { join } from 'node:path';
import type { APIGatewayProxyStructuredResultV2, DynamoDBBatchResponse } from 'aws-lambda';
import { handlerModule } from '../../scripts/build/function-bundler.ts';
import { type FunctionDefinition, readFunctions, readStacks, type Stack } from '../../scripts/build/read-stack.ts';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { createFunctionPool, type FunctionPool } from '../../scripts/local/gateway/function-pool.ts';
import { accessKeyOf } from '../../scripts/local/local-names.ts';
import { fixtures } from '../../services/user-profile-service/domain/image/fixtures/fixtures.ts';
import {
  partsWithEvents,
  readSampleBatch,
  readSampleEvent,
  type SampleEvent,
  sampleBatches,
  sampleEvents,
} from '../support/events.ts';
import { type KeptRows, keepRows } from '../support/kept-rows.ts';
import { expectDescribed } from '../support/openapi-response.ts';
import { usePlatform } from './use-platform.ts';

const using = usePlatform();
const pools = new Map<string, FunctionPool>();
const TABLES = ['gymcoach-local-main', 'gymcoach-local-ephemeral', 'gymcoach-local-audit'];
let asSeeded: KeptRows;

type Item = Readonly<Record<string, unknown>>;

beforeAll(async () => {
  const env = using.platform.functionVariables();
  for (const stack of readStacks({ env: { ...process.env, ...env } })) {
    for (const definition of readFunctions(stack)) {
      pools.set(poolOf(partOf(stack), definition.name), openPool(stack, definition));
    }
  }
  asSeeded = await keepRows(`http://127.0.0.1:${using.platform.ports.dynamodb}`, TABLES, isOfTheFeed);
});
afterAll(async () => {
  await Promise.all([...pools.values()].map((pool) => pool.retire()));
});
// So that each event meets the sample data as they are after a first start, whatever ran before.
afterEach(() => asSeeded.restore());

const partOf = (stack: Stack): string =>
  stack.folder === repositoryRoot ? 'platform' : stack.folder.slice(repositoryRoot.length + 1);

/** Requests go to the one function that has routes. */
const poolOf = (part: string, name = part === 'platform' ? 'system' : 'api'): string => `${part} ${name}`;

/** The function as `npm start` has built it, in an environment of its own that is the local stage's. */
function openPool(stack: Stack, definition: FunctionDefinition): FunctionPool {
  return createFunctionPool({
    file: join(repositoryRoot, '.build/observed', stack.name, `${handlerModule(definition.handler)}.cjs`),
    export: definition.handler.slice(definition.handler.lastIndexOf('.') + 1),
    functionName: definition.name,
    memoryMegabytes: definition.memoryMegabytes,
    timeoutSeconds: definition.timeoutSeconds,
    environment: {
      ...definition.environment,
      AWS_ACCESS_KEY_ID: accessKeyOf(`${stack.name}-local-${definition.name}`),
      LOG_LEVEL: 'error',
      LAMBDA_TASK_ROOT: stack.folder,
    },
    maxWorkers: 1,
    report: (message) => {
      throw new Error(message);
    },
  });
}

/** The feed's own rows follow what is written, also here: they belong to the platform's own function. */
const OF_THE_FEED: ReadonlySet<unknown> = new Set(['feed-head', 'change', 'handled', 'family']);
const isOfTheFeed = ({ type }: Item): boolean => OF_THE_FEED.has((type as { S?: string } | undefined)?.S);
/** Runs what has to go before, then the event itself. */
async function run(sample: SampleEvent): Promise<APIGatewayProxyStructuredResultV2> {
  const before = sampleEvents(sample.part).find(({ file }) => file === sample.after);
  if (sample.after !== undefined && before === undefined) throw new Error(`there is no ${sample.after}`);
  const earlier = before === undefined ? undefined : (parse(await run(before)) as Partial<Earlier>);
  if (sample.upload !== undefined) await upload(earlier, sample.upload);
  const event = await readSampleEvent(sample, using.token, earlier?.id);
  const result = await pools.get(poolOf(sample.part))?.invoke(event, event.requestContext.requestId);
  if (result?.outcome !== 'ok') throw new Error(`${sample.file}: the function gave no answer`);
  const answer = JSON.parse(result.result ?? '') as APIGatewayProxyStructuredResultV2; // what a function answers
  expect([sample.file, answer.statusCode, answer.body]).toEqual([sample.file, sample.status, answer.body]);
  const { method, path } = event.requestContext.http;
  expectDescribed(method, path, sample.status, answer.headers as Record<string, string>, answer.body); // ours are texts
  return answer;
}

interface Earlier {
  readonly id: string;
  readonly form: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

const parse = ({ body }: APIGatewayProxyStructuredResultV2): unknown =>
  body === undefined || body === '' ? {} : JSON.parse(body);

async function upload(earlier: Partial<Earlier> | undefined, image: string): Promise<void> {
  if (earlier?.form === undefined) throw new Error('only the start of an upload answers a form');
  const data = new FormData();
  for (const [name, value] of Object.entries(earlier.form.fields)) data.append(name, value);
  const bytes = Object.entries(fixtures).find(([name]) => name === image)?.[1];
  data.append('file', new Blob([Uint8Array.from(bytes ?? [])]));
  expect((await fetch(earlier.form.url, { method: 'POST', body: data })).status).toBe(204);
}

describe.each(partsWithEvents())('%s', (part) => {
  test.each(sampleEvents(part))('answers $file with $status', async (sample) => {
    await run(sample);
  });

  for (const sample of sampleBatches(part)) {
    test(`takes ${sample.file}, but for ${sample.failures}`, async () => {
      const batch = await readSampleBatch(sample, using.token);
      const result = await pools.get(poolOf(part, sample.function))?.invoke(batch, 'sample-batch');
      if (result?.outcome !== 'ok') throw new Error(`${sample.file}: the function gave no answer`);
      const answer = JSON.parse(result.result ?? '') as DynamoDBBatchResponse; // what such a function answers
      expect(answer.batchItemFailures).toHaveLength(sample.failures);
    });
  }

  test('has an event whose body the gateway would encode, once it has many', async () => {
    const events = await Promise.all(
      sampleEvents(part).map((sample) => readSampleEvent(sample, using.token, undefined)),
    );
    const bodies = events.filter(({ body }) => body !== undefined);
    expect(bodies.length <= 10 || bodies.some(({ isBase64Encoded }) => isBase64Encoded)).toBe(true);
  });
});
