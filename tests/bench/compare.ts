import type { Candidate } from './candidates/candidate.ts';
import { gymcoach } from './candidates/gymcoach.ts';
import { peers } from './candidates/peers.ts';
import { isPrimingPair, isWanted, isWarmed } from './candidates/roster.ts';
import { rustBootstrap } from './candidates/rust-bootstrap.ts';
import { coldStarts } from './measure/cold-starts.ts';
import { firstResponses } from './measure/first-responses.ts';
import type { Measurements } from './measure/measurements.ts';
import { warmRequests } from './measure/warm-requests.ts';
import type { BenchOptions } from './options.ts';
import type { World } from './parts/world.ts';
import type { Progress } from './progress.ts';
import { gates, reported } from './report/gates.ts';
import { results } from './report/results.ts';
import { surroundings } from './report/surroundings.ts';
import { figureLines, gateLines, table } from './report/table.ts';
import { writeResults } from './report/write-results.ts';

/** Load average from which other programs have taken part in the figures. */
const QUIET = 0.5;

/** Measures the chosen candidates, prints the comparison and, after a full run, publishes it. False: a budget is missed. */
export async function compare(world: World, options: BenchOptions, progress: Progress): Promise<boolean> {
  const candidates = await prepare(world, options, progress);
  const measured = await measure(candidates, world, options, progress);
  requireTraces(candidates, world);

  const sorted = results(candidates, measured);
  const checks = gates(sorted, measured);
  const figures = reported(sorted, measured);
  const around = await surroundings(world);
  if (world.loadBefore > QUIET)
    console.log(`\nNOT A QUIET MACHINE: load ${world.loadBefore.toFixed(1)} before the run; do not trust the times`);
  console.log(`\nGET /v1/users/me/profile, ${around.database}; ${around.machine}`);
  console.log(`Node ${around.node}, ${around.runtimeClient}; ${around.pinned}`);
  console.log(
    `${options.rounds} rounds, medians, paired ratios; ${around.tls.protocol}, ${around.tls.handshakes} handshakes`,
  );
  for (const transport of ['http', 'tls'] as const) console.log(`\n${table(sorted, transport)}`);
  if (figures.length > 0) console.log(`\nno budget\n${figureLines(figures)}`);
  console.log(`\nnot measured: ${around.notMeasured.join(', ')}`);
  if (checks.length > 0) {
    const missed = checks.filter(({ verdict }) => verdict === 'missed').length;
    console.log(`\n${gateLines(checks)}\n\n${missed} of ${checks.length} budgets missed`);
  }

  // A run of some candidates must not replace the published comparison of all, and may leave a budget unmeasured.
  const full = !options.quick && options.only.length === 0;
  if (full) {
    const { rounds, warmRounds } = options;
    const folder = writeResults({ around, rounds, warmRounds, candidates: sorted, gates: checks, reported: figures });
    console.log(`\nwritten: cold-start.json, cold-start.svg and a line of history.json in ${folder}`);
  }
  return checks.every(({ verdict }) => verdict === 'kept' || (verdict === 'not run' && options.only.length > 0));
}

/** Ours first: the service writes the profile that everybody reads. */
async function prepare(world: World, options: BenchOptions, progress: Progress): Promise<Candidate[]> {
  const wanted = (name: string): boolean => isWanted(options, name);
  progress('preparing candidates');
  const ours = await gymcoach(world, wanted);
  const rust = wanted('rust') ? await rustBootstrap(world) : undefined;
  const candidates = [...ours, ...(await peers(world, wanted)), ...(rust === undefined ? [] : [rust])];
  const unknown = options.only.filter((name) => !candidates.some((candidate) => candidate.name === name));
  if (unknown.length > 0) throw new Error(`--only: there is no ${unknown.join(', ')}`);
  return candidates;
}

async function measure(
  candidates: readonly Candidate[],
  world: World,
  options: BenchOptions,
  progress: Progress,
): Promise<Measurements> {
  const pair = candidates.filter(({ name }) => isPrimingPair(name));
  const warmed = candidates.filter(({ name }) => isWarmed(options, name));
  const cold = await coldStarts(candidates, world, options.rounds, progress);
  const first = await firstResponses(pair, world, options.rounds, progress);
  const warm = await warmRequests(warmed, world, options.warmRounds, progress);
  progress('');
  return { cold, first, warm };
}

/** A sampled figure is worth nothing when nothing was traced. */
function requireTraces(candidates: readonly Candidate[], { traces }: World): void {
  if (candidates.some(({ sampled }) => sampled) && traces.received() === 0) {
    throw new Error('a sampled request sent no segment to the trace daemon');
  }
}
