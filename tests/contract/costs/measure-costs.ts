import { fixtures } from '../../../services/user-profile-service/domain/image/fixtures/fixtures.ts';
import {
  partsWithEvents,
  readSampleBatch,
  readSampleEvent,
  type SampleBatch,
  type SampleEvent,
  sampleBatches,
  sampleEvents,
} from '../../support/events.ts';
import { keepRows } from '../../support/kept-rows.ts';
import type { LambdaAnswer, LambdaProcess } from '../parts/lambda-process.ts';
import { type CostWorld, TABLES } from './cost-world.ts';
import { limiterShare } from './limiter-share.ts';
import type { BatchCost, Cost, RouteCost, RouteCosts } from './route-costs.ts';
import { takeCost } from './take-cost.ts';
import { writeSampleData } from './write-sample-data.ts';

/**
 * What every sample event that succeeds costs, in a new container and in the same one again, each time on the same stored
 * rows: each route has at least one. `wanted` leaves events out.
 */
export async function measureCosts(world: CostWorld, wanted: (event: string) => boolean): Promise<RouteCosts> {
  await writeSampleData(world);
  const tables = Object.values(TABLES);
  const unfed = await keepRows(world.engine, tables);
  const batches: BatchCost[] = [];
  const samples = partsWithEvents().flatMap(sampleBatches);
  for (const batch of samples) {
    if (wanted(nameOf(batch))) batches.push(await measureBatch(world, batch, unfed.restore));
  }
  await unfed.restore();
  for (const batch of samples) await feed(world, batch); // so that there are changes to list
  const fed = await keepRows(world.engine, tables);
  const routes: RouteCost[] = [];
  for (const event of partsWithEvents().flatMap(sampleEvents)) {
    if (event.status < 400 && wanted(nameOf(event))) routes.push(await measureRoute(world, event, fed.restore));
  }
  return { routes, batches };
}

/** `user-profile-service get-profile` */
export const nameOf = ({ part, file }: Pick<SampleEvent, 'part' | 'file'>): string =>
  `${serviceOf(part)} ${file.replace(/\.json$/, '')}`;
const serviceOf = (part: string): string => part.replace('services/', '');
const functionOf = (part: string): string => (part === 'platform' ? 'system' : 'api');

async function measureRoute(world: CostWorld, sample: SampleEvent, restore: () => Promise<void>): Promise<RouteCost> {
  const { part } = sample;
  const [service = '', event = ''] = nameOf(sample).split(' ');
  const container = world.start(part, functionOf(part));
  const elsewhere = sample.after === undefined ? undefined : world.start(part, functionOf(part));
  const { routeKey } = await readSampleEvent(sample, async (user) => world.token(user), undefined);
  const [method = '', path = ''] = routeKey.split(' ');
  const share = limiterShare(method, path);
  const once = async (): Promise<Cost> => {
    await restore();
    const id = elsewhere && (await prepare(world, elsewhere, sample));
    world.aws.takeCalls();
    await invoke(world, container, sample, id);
    return takeCost(world, container, share);
  };
  try {
    return { service, method, path, event, limiter: share, cold: await once(), warm: await once() };
  } finally {
    await Promise.all([container.stop(), elsewhere?.stop()]);
  }
}

/** Sends what has to go before, and gives the id in its answer. */
async function prepare(world: CostWorld, container: LambdaProcess, sample: SampleEvent): Promise<string | undefined> {
  if (sample.after === undefined) return undefined;
  const before = sampleEvents(sample.part).find(({ file }) => file === sample.after);
  if (before === undefined) throw new Error(`there is no ${sample.after}`);
  const answer = await invoke(world, container, before, await prepare(world, container, before));
  const { id, form }: Earlier = JSON.parse(answer.body || '{}');
  if (sample.upload !== undefined && form !== undefined) {
    const bytes = Object.entries(fixtures).find(([name]) => name === sample.upload)?.[1];
    await fetch(`${form.url}/${form.fields['key']}`, { method: 'PUT', body: Uint8Array.from(bytes ?? []) });
  }
  return id;
}

interface Earlier {
  readonly id?: string;
  readonly form?: { readonly url: string; readonly fields: Readonly<Record<string, string>> };
}

async function invoke(world: CostWorld, container: LambdaProcess, sample: SampleEvent, id: string | undefined) {
  const event = await readSampleEvent(sample, async (user) => world.token(user), id);
  const answer: LambdaAnswer = await container.invoke(event);
  if (answer.statusCode === sample.status) return answer;
  throw new Error(`${sample.file} was answered ${answer.statusCode}: ${answer.body}\n${container.output()}`);
}

async function measureBatch(world: CostWorld, sample: SampleBatch, restore: () => Promise<void>): Promise<BatchCost> {
  const [service = '', event = ''] = nameOf(sample).split(' ');
  const container = world.start(sample.part, sample.function);
  const batch = await readSampleBatch(sample, world.token);
  const once = async (): Promise<Cost> => {
    await restore();
    world.aws.takeCalls();
    await container.invoke(batch);
    return takeCost(world, container, 0);
  };
  try {
    const [cold, warm] = [await once(), await once()];
    return { service, function: sample.function, event, records: batch.Records.length, cold, warm };
  } finally {
    await container.stop();
  }
}

async function feed(world: CostWorld, sample: SampleBatch): Promise<void> {
  const container = world.start(sample.part, sample.function);
  await container.invoke(await readSampleBatch(sample, world.token));
  await container.stop();
}
