import { relative } from 'node:path';
import { readSampleBatch, readSampleEvent } from '../../support/events.ts';
import type { LambdaProcess } from '../parts/lambda-process.ts';
import { type CostWorld, LAYER } from './cost-world.ts';
import { writeSampleData } from './write-sample-data.ts';

/** What a container has loaded after some requests, over a handler that does nothing. */
export interface Loaded {
  /** `gymcoach-access/handlers/api.cjs`, and the layer's as `@gymcoach/core/...`. */
  readonly files: readonly string[];
  /** Node's own, as `require` names them; those inside of Node come and go with its versions. */
  readonly builtin: readonly string[];
}

export interface HotPath {
  /** Of one who asks for the first time. */
  readonly first: Loaded;
  /** What the second request has added. */
  readonly second: Loaded;
}

/** The commonest request of each service, and the batch of the stream. */
const HOT = [
  { part: 'services/user-profile-service', function: 'api', file: 'get-profile.json' },
  { part: 'services/access-service', function: 'api', file: 'list-coaching-clients.json' },
  { part: 'services/change-feed-service', function: 'api', file: 'list-changes.json' },
  { part: 'services/change-feed-service', function: 'number-changes', file: 'number-changes.json' },
] as const;

/** What each of them loads, by `service event`. */
export async function listHotPaths(world: CostWorld): Promise<Readonly<Record<string, HotPath>>> {
  await writeSampleData(world);
  const bare = await loadedBy(world, world.startBare('return { statusCode: 200 };'), {}, undefined);
  const found: Record<string, HotPath> = {};
  for (const hot of HOT) {
    const read = hot.function === 'api' ? readSampleEvent : readSampleBatch;
    const event = await read(hot, async (user) => world.token(user), undefined);
    const name = `${hot.part.replace('services/', '')} ${hot.file.replace('.json', '')}`;
    found[name] = await loadedBy(world, world.start(hot.part, hot.function, true), event, bare.first);
  }
  return found;
}

async function loadedBy(
  world: CostWorld,
  container: LambdaProcess,
  event: unknown,
  bare: Loaded | undefined,
): Promise<HotPath> {
  try {
    const [first, second] = [await afterOne(world, container, event), await afterOne(world, container, event)];
    return { first: bare === undefined ? first : without(first, bare), second: without(second, first) };
  } finally {
    await container.stop();
  }
}

async function afterOne(world: CostWorld, container: LambdaProcess, event: unknown): Promise<Loaded> {
  const { statusCode = 200, body } = await container.invoke(event); // a batch is answered without
  if (statusCode !== 200) throw new Error(`it was answered ${statusCode}: ${body}\n${container.output()}`);
  const { files, builtin } = await container.loaded();
  return {
    files: files.map((file) => relative(world.folder, file).replace(LAYER, '')).toSorted(),
    builtin: builtin.filter((name) => !name.startsWith('internal/')).toSorted(),
  };
}

const without = ({ files, builtin }: Loaded, base: Loaded): Loaded => ({
  files: files.filter((file) => !base.files.includes(file)),
  builtin: builtin.filter((name) => !base.builtin.includes(name)),
});
