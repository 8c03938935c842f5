import { keys } from '../../layers/core/table/keys.ts';
import { marshal } from '../../layers/core/table/marshal.ts';
import type { AwsCall } from '../../scripts/local/aws-calls/aws-call.ts';
import { callDynamoDb } from '../../scripts/local/call-aws.ts';
import { findDemoUser } from '../../scripts/local/demo-users.ts';
import { fixtures } from '../../services/user-profile-service/domain/image/fixtures/fixtures.ts';
import { type CostWorld, startCostWorld, TABLES } from '../contract/costs/cost-world.ts';
import { writeSampleData } from '../contract/costs/write-sample-data.ts';
import { gatewayEvent } from '../contract/parts/gateway-event.ts';
import type { LambdaAnswer, LambdaProcess } from '../contract/parts/lambda-process.ts';
import {
  partsWithEvents,
  readSampleBatch,
  readSampleEvent,
  type SampleEvent,
  sampleBatches,
  sampleEvents,
} from '../support/events.ts';
import { keepRows } from '../support/kept-rows.ts';
import { OTHER_EVENTS } from './other-events.ts';

const ROLE = 'dietitian';
/** Requests of one caller until the rate limiter has surely written them down: under the tests' quotas it does so after ten. */
const COUNTED = 20;

/**
 * What every function asks of AWS for its sample events, each on the rows that a first start makes, and for the few things
 * that no single event can show. The functions are those that are deployed, with S3, SQS and Cognito as stand-ins.
 */
export async function recordSampleCalls(): Promise<readonly AwsCall[]> {
  const calls = new Map<string, AwsCall>();
  const world = await startCostWorld((some) => {
    for (const call of some) calls.set(JSON.stringify(call), call);
  });
  const containers = new Map<string, LambdaProcess>();
  const container = (part: string, name = part === 'platform' ? 'system' : 'api'): LambdaProcess => {
    const started = containers.get(`${part} ${name}`) ?? world.start(part, name, true);
    containers.set(`${part} ${name}`, started);
    return started;
  };
  try {
    await writeSampleData(world);
    const kept = await keepRows(world.engine, Object.values(TABLES));
    for (const sample of partsWithEvents().flatMap(sampleEvents)) {
      await run(world, container(sample.part), sample);
      await kept.restore();
    }
    for (const batch of partsWithEvents().flatMap(sampleBatches)) {
      const answer = await container(batch.part, batch.function).invoke(await readSampleBatch(batch, world.token));
      expectStatus(batch.file, answer, undefined);
    }
    for (const { part, function: name, event, answers = {} } of OTHER_EVENTS) {
      for (const [operation, answer] of Object.entries(answers)) world.aws.answers.set(operation, answer);
      await container(part, name).invoke(event);
    }
    await deleteProfileWithPicture(world, container('services/user-profile-service'));
    for (const part of partsWithEvents()) if (part !== 'platform') await askAsStranger(world, part);
    return [...calls.values()].filter(({ accessKeyId }) => accessKeyId !== 'local');
  } finally {
    await Promise.all([...containers.values()].map((one) => one.stop()));
    await world.stop();
  }
}

/** Sends what has to go before, uploads what there is to upload, then sends the event itself and looks at what it leads to. */
async function run(world: CostWorld, container: LambdaProcess, sample: SampleEvent): Promise<Answered> {
  const before = sampleEvents(sample.part).find(({ file }) => file === sample.after);
  const earlier = before === undefined ? {} : await run(world, container, before);
  if (sample.upload !== undefined) await upload(earlier, sample.upload);
  const event = await readSampleEvent(sample, async (user) => world.token(user), earlier.id);
  const answer = await container.invoke(event);
  expectStatus(sample.file, answer, sample.status);
  const { location } = answer.headers;
  if (answer.statusCode === 302 && location !== undefined) await fetch(location);
  return answer.body?.startsWith('{') ? JSON.parse(answer.body) : {};
}

interface Answered {
  readonly id?: string;
  readonly form?: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

function expectStatus(file: string, { statusCode, body }: LambdaAnswer, status: number | undefined): void {
  if (statusCode !== status) throw new Error(`${file} was answered ${statusCode}: ${body}`);
}

async function upload({ form }: Answered, image: string): Promise<void> {
  if (form === undefined) throw new Error('only the start of an upload answers a form');
  const data = new FormData();
  for (const [name, value] of Object.entries(form.fields)) data.append(name, value);
  const bytes = Object.entries(fixtures).find(([name]) => name === image)?.[1];
  data.append('file', new Blob([Uint8Array.from(bytes ?? [])]));
  await fetch(form.url, { method: 'POST', body: data });
}

/** A picture goes with its profile. */
async function deleteProfileWithPicture(world: CostWorld, container: LambdaProcess): Promise<void> {
  const part = 'services/user-profile-service';
  const shown = sampleEvents(part).find(({ file }) => file === 'complete-avatar-upload.json');
  if (shown === undefined) throw new Error('there is no complete-avatar-upload.json');
  await run(world, container, shown);
  const call = { params: { userId: 'me' }, token: world.token('member') };
  const profile = '/v1/users/{userId}/profile';
  const { headers } = await container.invoke(gatewayEvent({ ...call, routeKey: `GET ${profile}` }));
  const ifMatch = { 'if-match': String(headers['etag']) };
  const deleted = await container.invoke(gatewayEvent({ ...call, routeKey: `DELETE ${profile}`, headers: ifMatch }));
  expectStatus('the profile with a picture', deleted, 204);
}

/**
 * For each API what a container does that knows nobody yet: it decides for somebody with a custom role, refuses them what
 * belongs to another, and counts their requests.
 */
async function askAsStranger(world: CostWorld, part: string): Promise<void> {
  const [member, other] = [findDemoUser('member').id, findDemoUser('other').id];
  const row = { ...keys.roleAssignment(other, ROLE), v: 1, type: 'role-assignment', role: ROLE };
  await callDynamoDb(world.engine, 'PutItem', { TableName: TABLES.main, Item: marshal(row) });
  const container = world.start(part, 'api', true);
  const reads = sampleEvents(part).filter(({ file, status }) => status === 200 && /^(get|list)-/.test(file));
  const ask = async (sample: SampleEvent, change = (text: string): string => text): Promise<number> => {
    const event = await readSampleEvent(sample, async () => world.token('other'), undefined);
    const { statusCode } = await container.invoke(JSON.parse(change(JSON.stringify(event))));
    return statusCode;
  };
  const taken: SampleEvent[] = [];
  for (const sample of reads) {
    if ((await ask(sample)) === 200) taken.push(sample);
    await ask(sample, (text) =>
      text.replaceAll('/users/me/', `/users/${member}/`).replaceAll('"userId":"me"', `"userId":"${member}"`),
    );
  }
  const [everyday] = taken;
  if (everyday === undefined) throw new Error(`${part} has no event that everybody may send`);
  for (let times = 0; times < COUNTED; times++) await ask(everyday);
  await container.stop();
}
