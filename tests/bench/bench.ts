import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HIGH_RATE_LIMITS } from '../support/high-rate-limits.ts';
import type { Candidate, Environment } from './candidates/candidate.ts';
import { gymcoach, type World } from './candidates/gymcoach.ts';
import { peers } from './candidates/peers.ts';
import { runtimeClient } from './lambda/runtime-client.ts';
import type { Machine } from './lambda/start-function.ts';
import { coldStarts } from './measure/cold-starts.ts';
import { warmRequests } from './measure/warm-requests.ts';
import { type BenchOptions, benchOptions, USAGE } from './options.ts';
import { type Database, startDatabase, TABLES } from './parts/database.ts';
import { CLIENT_ID, REGION, startIdentity, USER_POOL_ID } from './parts/identity.ts';
import { startTraceSink } from './parts/trace-sink.ts';
import { chart } from './report/chart.ts';
import { gates } from './report/gates.ts';
import { results } from './report/results.ts';
import { surroundings } from './report/surroundings.ts';
import { gateLines, table } from './report/table.ts';

const progress = (text: string): void => {
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
};

async function bench(options: BenchOptions): Promise<boolean> {
  const pinned = pinToLastCore();
  const runtime = runtimeClient();
  const machine: Machine = { runtime: runtime.entry, functionCore: pinned ? 0 : undefined };
  const folder = mkdtempSync(join(tmpdir(), 'gymcoach-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const identity = await startIdentity();
  const traces = await startTraceSink();
  const database = await startDatabase(pinned ? 1 : undefined);
  try {
    const environment = functionEnvironment(database.endpoint, identity.jwksUri, traces.address);
    progress('preparing candidates');
    const { token } = identity;
    const ours = await prepareOurs(options, { folder, environment, machine, token }, database);
    const candidates: Candidate[] = [...ours, ...(await peers(folder, environment, isWanted(options)))];

    const cold = await coldStarts(candidates, machine, token, options.rounds, progress);
    requireTraces(candidates, traces.received());
    const warm = await warmRequests(candidates, machine, token, options.warmRounds, progress);
    progress('');
    return report(candidates, cold, warm, options, surroundings(runtime.name, database.name, pinned));
  } finally {
    await database.stop();
    traces.stop();
    identity.stop();
  }
}

/** The service writes the profile that everybody reads; without it the row is seeded. */
async function prepareOurs(options: BenchOptions, world: World, database: Database): Promise<Candidate[]> {
  const wanted = isWanted(options);
  if (wanted('gymcoach') || wanted('gymcoach-sampled')) return gymcoach(world);
  await database.seedProfile();
  return [];
}

const isWanted =
  ({ only }: BenchOptions) =>
  (name: string): boolean =>
    name === 'floor' || only.length === 0 || only.includes(name);

/** The driver and everything it starts stay off the function's core; false where that cannot be had. */
function pinToLastCore(): boolean {
  if (availableParallelism() < 2) return false;
  try {
    execFileSync('taskset', ['-a', '-c', '-p', '1', String(process.pid)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function functionEnvironment(endpoint: string, jwksUri: string, traceAddress: string): Environment {
  return {
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_XRAY_DAEMON_ADDRESS: traceAddress,
    STAGE: 'bench',
    MAIN_TABLE: TABLES.main,
    EPHEMERAL_TABLE: TABLES.ephemeral,
    AUDIT_TABLE: TABLES.audit,
    RATE_LIMITS: HIGH_RATE_LIMITS,
    MEDIA_BUCKET: 'gymcoach-bench-media',
    USER_POOL_ID,
    USER_POOL_CLIENT_ID: CLIENT_ID,
    LOG_LEVEL: 'info',
    JWKS_URI: jwksUri,
  };
}

/** A sampled figure is worth nothing when nothing was traced. */
function requireTraces(candidates: readonly Candidate[], received: number): void {
  if (candidates.some(({ sampled }) => sampled) && received === 0) {
    throw new Error('a sampled request sent no segment to the trace daemon');
  }
}

function report(
  candidates: readonly Candidate[],
  cold: Parameters<typeof results>[1],
  warm: Parameters<typeof results>[2],
  options: BenchOptions,
  around: ReturnType<typeof surroundings>,
): boolean {
  const sorted = results(candidates, cold, warm);
  const checks = gates(sorted);
  console.log(`\nGET /v1/users/me/profile, DynamoDB over HTTP (${around.database}); ${around.machine}`);
  console.log(
    `Node ${around.node}, ${around.runtimeClient}; ${around.pinned}; ${options.rounds} rounds, medians, paired ratios\n`,
  );
  console.log(table(sorted));
  console.log(`\nnot measured: ${around.notMeasured.join(', ')}`);
  if (checks.length > 0) console.log(`\nbudgets\n${gateLines(checks)}`);

  // A run of some candidates must not replace the published comparison of all.
  if (options.only.length === 0) {
    const folder = fileURLToPath(new URL('./results/', import.meta.url));
    mkdirSync(folder, { recursive: true });
    const { rounds, warmRounds } = options;
    const json = JSON.stringify({ ...around, rounds, warmRounds, candidates: sorted, gates: checks }, null, 2);
    writeFileSync(join(folder, 'cold-start.json'), `${json}\n`);
    const caption = `${around.date}, Node ${around.node}, ${around.runtimeClient}, ${rounds} rounds, medians, line p10-p90`;
    writeFileSync(join(folder, 'cold-start.svg'), chart(sorted, caption));
    console.log(`\nwritten: ${folder}cold-start.json and cold-start.svg`);
  }
  return checks.every(({ passed }) => passed);
}

// A child is killed when this process exits, and that a signal makes it do.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

try {
  const options = benchOptions(process.argv.slice(2));
  if (!(await bench(options)) && options.gate) process.exitCode = 1;
} catch (error) {
  const sentence = error instanceof Error ? error.message : String(error);
  const cause = error instanceof Error && error.cause instanceof Error ? `\n${error.cause.message}` : '';
  console.error(`\nbench: ${sentence}${cause}\n${USAGE}`);
  process.exitCode = 1;
}
