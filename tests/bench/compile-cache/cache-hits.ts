import { getProfile } from '../lambda/get-profile.ts';
import { type FunctionLayout, startFunction } from '../lambda/start-function.ts';
import type { World } from '../parts/world.ts';

export interface CacheHits {
  /** Of the function's and the layer's files: those compiled from the cache. */
  readonly own: number;
  /** And those looked for in vain. */
  readonly missed: number;
  /** Of the runtime client's files. */
  readonly runtime: number;
}

/** What Node itself says of its cache while the function serves one request. */
export async function cacheHits(layout: FunctionLayout, { machine, token }: World): Promise<CacheHits> {
  const talking = { ...layout, environment: { ...layout.environment, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' } };
  const run = await startFunction(talking, machine);
  try {
    await run.invoke(getProfile(token, false));
  } finally {
    await run.stop();
  }
  const lines = [...run.output().matchAll(/code cache for \w+ (\S+) was (accepted|rejected|not initialized)/g)];
  const isOwn = (file: string | undefined): boolean =>
    [layout.taskRoot, layout.layer].some((folder) => folder !== undefined && file?.includes(`${folder}/`));
  const count = (own: boolean, accepted: boolean): number =>
    lines.filter(([, file, verdict]) => isOwn(file) === own && (verdict === 'accepted') === accepted).length;
  return { own: count(true, true), missed: count(true, false), runtime: count(false, true) };
}
