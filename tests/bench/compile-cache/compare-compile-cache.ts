import { join } from 'node:path';
import { type Candidate, onTransport, type Transport } from '../candidates/candidate.ts';
import { layoutOf, writeProfile } from '../candidates/gymcoach.ts';
import { unpackFunction } from '../candidates/unpacked-function.ts';
import { fallbackRuntime } from '../lambda/runtime-client.ts';
import type { FunctionLayout } from '../lambda/start-function.ts';
import { coldStarts } from '../measure/cold-starts.ts';
import { pairedRatio } from '../measure/statistics.ts';
import type { World } from '../parts/world.ts';
import type { Progress } from '../progress.ts';
import { align, spreadText } from '../report/table.ts';
import { type CacheHits, cacheHits } from './cache-hits.ts';
import { type CachedFunction, type CacheSettings, cachedFunction, withVariables } from './cached-function.ts';

interface Variant extends CacheSettings {
  readonly title: string;
  /** Whether the cache has to serve our files; a control must be found not to. */
  readonly used: boolean;
}

interface Prepared extends Variant {
  readonly cached: CachedFunction;
  readonly hits: CacheHits;
}

const TRANSPORTS: readonly Transport[] = ['http', 'tls'];
const PLAIN = 'without-cache';

/**
 * Our function with V8's compile cache in its zip against the same function without, round by round. Throws when a cache
 * is not used, when the control uses its own, or when a file of a cache has changed meanwhile.
 */
export async function compareCompileCache(world: World, rounds: number, progress: Progress): Promise<void> {
  progress('filling caches');
  const plain = await unpackFunction(join(world.folder, PLAIN));
  await writeProfile(layoutOf(plain, world, 'http'), world);
  const prepared: Prepared[] = [];
  for (const variant of variants(world)) prepared.push(await prepare(variant, world));
  const before = prepared.map(({ cached }) => cached.cacheState());

  const candidates = TRANSPORTS.flatMap((transport) => [
    candidate(PLAIN, transport, layoutOf(plain, world, transport)),
    ...prepared.map(({ name, cached }) =>
      candidate(name, transport, withVariables(layoutOf(cached.unpacked, world, transport), cached.variables)),
    ),
  ]);
  const cold = await coldStarts(candidates, world, rounds, progress);
  progress('');
  if (prepared.some(({ cached }, index) => cached.cacheState() !== before[index]))
    throw new Error('a read-only compile cache was written to');

  const ratio = (name: string, transport: Transport, what: 'totalMs' | 'cpuMs'): string => {
    const taken = (which: string): readonly number[] => cold.get(onTransport(which, transport))?.[what] ?? [];
    return spreadText(pairedRatio(taken(name), taken(PLAIN)), 2);
  };
  console.log(
    `\nCold start with a compile cache over without; ${rounds} rounds, medians (p10-p90), Node ${process.versions.node}\n`,
  );
  console.log(
    align([
      ['', 'HTTP: time', 'CPU', 'TLS: time', 'CPU', 'cache KB', 'our files', "runtime client's"],
      ...prepared.map(({ name, title, cached, hits }) => [
        title,
        ratio(name, 'http', 'totalMs'),
        ratio(name, 'http', 'cpuMs'),
        ratio(name, 'tls', 'totalMs'),
        ratio(name, 'tls', 'cpuMs'),
        (cached.cacheBytes / 1_024).toFixed(0),
        `${hits.own} of ${hits.own + hits.missed}`,
        String(hits.runtime),
      ]),
    ]),
  );
}

/** A build machine can fill a cache for our files; one with the runtime client's is filled in Lambda's own image. */
const variants = ({ runtime }: World): readonly Variant[] => [
  { name: 'own-cache', title: 'our files', portable: true, filledUnder: fallbackRuntime, used: true },
  {
    name: 'whole-cache',
    title: 'our files and the runtime client',
    portable: true,
    filledUnder: runtime.entry,
    used: true,
  },
  {
    name: 'lost-cache',
    title: 'control: bound to another path',
    portable: false,
    filledUnder: fallbackRuntime,
    used: false,
  },
];

async function prepare(variant: Variant, world: World): Promise<Prepared> {
  const cached = await cachedFunction(variant, world);
  const layout = withVariables(layoutOf(cached.unpacked, world, 'http'), cached.variables);
  const hits = await cacheHits(layout, world);
  const isUsed = hits.own > 0 && hits.missed === 0;
  if (isUsed !== variant.used || (!variant.used && hits.own > 0))
    throw new Error(`${variant.title}: the cache served ${hits.own} of ${hits.own + hits.missed} files`);
  return { ...variant, cached, hits };
}

const candidate = (name: string, transport: Transport, layout: FunctionLayout): Candidate => ({
  name: onTransport(name, transport),
  kind: 'ours',
  title: name,
  transport,
  layout,
  sampled: false,
  sizes: {},
});
