import { join } from 'node:path';
import { getProfile, putProfile } from '../lambda/get-profile.ts';
import { type FunctionLayout, startFunction } from '../lambda/start-function.ts';
import type { World } from '../parts/world.ts';
import { type Candidate, type Environment, onTransport, type Transport } from './candidate.ts';
import { folderBytes, loadedBytes } from './loaded-files.ts';
import { type UnpackedFunction, unpackFunction } from './unpacked-function.ts';

interface Variant {
  readonly name: string;
  readonly title: string;
  readonly transports: readonly Transport[];
  readonly sampled?: boolean;
  readonly keys?: 'from the pool';
  readonly environment?: Environment;
}

const BOTH: readonly Transport[] = ['http', 'tls'];

const VARIANTS: readonly Variant[] = [
  { name: 'gymcoach', title: 'GymCoach', transports: BOTH },
  { name: 'gymcoach-sampled', title: 'GymCoach, trace sampled', transports: BOTH, sampled: true },
  { name: 'gymcoach-unprimed', title: 'GymCoach, not primed', transports: BOTH, environment: { PRIMING: 'off' } },
  {
    name: 'gymcoach-without-jwks',
    title: 'GymCoach, keys fetched',
    transports: ['http'],
    keys: 'from the pool',
  },
];

/**
 * Our function as it is deployed, in the wanted variants. Writes the profile that everybody reads, through the function
 * itself.
 */
export async function gymcoach(world: World, wanted: (name: string) => boolean): Promise<Candidate[]> {
  const unpacked = await unpackFunction(join(world.folder, 'gymcoach'));
  await writeProfile(layoutOf(unpacked, world, 'http'), world);
  const candidates: Candidate[] = [];
  for (const variant of VARIANTS) {
    for (const transport of variant.transports) {
      const name = onTransport(variant.name, transport);
      if (wanted(name)) candidates.push(await prepare(variant, transport, unpacked, world));
    }
  }
  return candidates;
}

/** With the keys of the user pool in the environment, where a deployment puts them. */
export function layoutOf(unpacked: UnpackedFunction, world: World, transport: Transport): FunctionLayout {
  return {
    ...unpacked,
    environment: { ...world.environments[transport], SERVICE: 'user-profile', JWKS: world.jwks },
  };
}

async function prepare(
  variant: Variant,
  transport: Transport,
  unpacked: UnpackedFunction,
  world: World,
): Promise<Candidate> {
  const { title, sampled = false, keys, environment } = variant;
  const deployed = layoutOf(unpacked, world, transport);
  const { JWKS, ...fetching } = deployed.environment;
  const layout = {
    ...deployed,
    environment: { ...(keys === undefined ? deployed.environment : fetching), ...environment },
  };
  const { taskRoot, layer } = unpacked;
  const loaded = await loadedBytes(layout, world.machine, getProfile(world.token, sampled), [taskRoot, layer]);
  return {
    name: onTransport(variant.name, transport),
    kind: 'ours',
    title,
    transport,
    layout,
    sampled,
    sizes: { bundle: loaded[taskRoot] ?? 0, folder: folderBytes(taskRoot), layer: loaded[layer] ?? 0 },
  };
}

/** The row that everybody reads, in the shape that the service itself stores. */
export async function writeProfile(layout: FunctionLayout, { machine, token }: World): Promise<void> {
  const run = await startFunction(layout, machine);
  try {
    const { payload } = await run.invoke(putProfile(token, { displayName: 'Alex', bio: 'Lifts on weekdays.' }));
    const status = (payload as { statusCode?: unknown } | undefined)?.statusCode; // read only, compared below
    if (status !== 201 && status !== 200)
      throw new Error(`PUT profile answered ${JSON.stringify(payload)}\n${run.output()}`);
  } finally {
    await run.stop();
  }
}
