import { existsSync } from 'node:fs';
import { cp, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getProfile, putProfile } from '../lambda/get-profile.ts';
import { type FunctionLayout, type Machine, startFunction } from '../lambda/start-function.ts';
import type { Candidate, Environment } from './candidate.ts';
import { loadedBytes } from './loaded-files.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const FUNCTIONS = '.build/gymcoach-user-profile';
const BUNDLE = 'handlers/api.cjs';

/** What the function is prepared in and talks to. */
export interface World {
  /** A scratch folder for the unpacked function and layer. */
  readonly folder: string;
  readonly environment: Environment;
  readonly machine: Machine;
  readonly token: string;
}

/**
 * The user-profile function as it is deployed: its bundle alone in one folder, the layer unpacked in another and found
 * through NODE_PATH, no other package in sight. Also writes the profile row, through the function itself.
 */
export async function gymcoach({ folder, environment, machine, token }: World): Promise<Candidate[]> {
  const source = join(repository, FUNCTIONS);
  const layerSource = join(repository, 'layers/core/dist');
  for (const path of [join(source, BUNDLE), layerSource]) {
    if (!existsSync(path)) throw new Error(`${path} is not there: run npm run build first`);
  }
  const root = join(await realpath(folder), 'gymcoach');
  const layout: FunctionLayout = {
    taskRoot: join(root, 'task'),
    handler: BUNDLE.replace(/cjs$/, 'handler'),
    layer: join(root, 'opt'),
    environment: { ...environment, SERVICE: 'user-profile' },
  };
  await cp(source, layout.taskRoot, { recursive: true, dereference: true });
  await cp(layerSource, join(root, 'opt'), { recursive: true, dereference: true });

  await writeProfile(layout, machine, token);
  const common = {
    kind: 'ours' as const,
    layout,
    bundleBytes: (await stat(join(layout.taskRoot, BUNDLE))).size,
  };
  const variant = async (name: string, title: string, sampled: boolean): Promise<Candidate> => ({
    ...common,
    name,
    title,
    sampled,
    layerBytes: await loadedBytes(layout, machine, getProfile(token, sampled), join(root, 'opt')),
  });
  return [
    await variant('gymcoach', 'GymCoach', false),
    await variant('gymcoach-sampled', 'GymCoach, trace sampled', true),
  ];
}

async function writeProfile(layout: FunctionLayout, machine: Machine, token: string): Promise<void> {
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
