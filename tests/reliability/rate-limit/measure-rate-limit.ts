import { cpus } from 'node:os';
import { createDynamoClient, type DynamoClient } from '../../../layers/core/clients/dynamodb.ts';
import { createRateLimiter } from '../../../layers/core/limit/create-rate-limiter.ts';
import { createRateMeter, type RateMeter } from '../../../layers/core/limit/rate-meter.ts';
import type { RatePolicies } from '../../../layers/core/limit/rate-policies.ts';
import {
  availableEngines,
  createTables,
  type DynamoEngineKind,
  startDynamoEngine,
} from '../../support/dynamodb-engines.ts';
import { memoryMeter } from './memory-meter.ts';
import { racyMeter } from './racy-meter.ts';
import { simulateContainers } from './simulate-containers.ts';

const TABLE = 'ephemeral';
const READ = { quota: 600, window: 60 };
const POLICIES: RatePolicies = { read: READ, write: { quota: 120, window: 60 }, sensitive: { quota: 30, window: 60 } };
const INTERVAL = 100;
const NOW = 1_800_000_000_000;
const CONTAINERS = 10;
const REPORTED = 10;
const LEFT = 50;

export interface RateLimitFigures {
  readonly node: string;
  readonly cpu: string;
  readonly seed: number;
  readonly parallel: number;
  readonly containers: number;
  /** Each request reported in a write of its own; ten in one; and read, then written. Requests beyond what was left. */
  readonly overAdmission: Readonly<
    Record<
      string,
      { readonly exact: number; readonly fastPath: number; readonly bound: number; readonly unprotected: number }
    >
  >;
  readonly simulated: {
    readonly runs: number;
    readonly requests: number;
    readonly worst: number;
    readonly bound: number;
  };
  readonly fastPath: { readonly cpuMicroseconds: number; readonly writesPerRequest: number };
  readonly slowPath: Readonly<
    Record<string, { readonly p50Ms: number; readonly p99Ms: number; readonly capacityUnits: number }>
  >;
}

/**
 * What the rate limits let pass beyond themselves, and what they cost. `size` is the number of requests in parallel and,
 * times a hundred, in the simulation; 1,000 is the full one. Takes some ten seconds then.
 */
export async function measureRateLimit({ seed, size }: { seed: number; size: number }): Promise<RateLimitFigures> {
  const overAdmission: Record<string, RateLimitFigures['overAdmission'][string]> = {};
  const slowPath: Record<string, RateLimitFigures['slowPath'][string]> = {};
  for (const kind of availableEngines()) {
    const measured = await onEngine(kind, size);
    overAdmission[kind] = measured.overAdmission;
    slowPath[kind] = measured.slowPath;
  }
  return {
    ...{ node: process.version, cpu: cpus()[0]?.model ?? 'unknown', seed, parallel: size, containers: CONTAINERS },
    overAdmission,
    simulated: await simulated(seed, size),
    fastPath: await fastPath(),
    slowPath,
  };
}

async function onEngine(kind: DynamoEngineKind, size: number) {
  const engine = await startDynamoEngine(kind);
  try {
    await createTables(engine.endpoint, { main: 'main', ephemeral: TABLE, audit: 'audit' });
    const clients = Array.from({ length: CONTAINERS }, () => connect(engine.endpoint, Math.ceil(size / CONTAINERS)));
    const meters = clients.map((client) => createRateMeter({ client, table: TABLE }));
    const racy = clients.map((client) => racyMeter(client, TABLE));
    return {
      overAdmission: {
        exact: await crowd('exact', meters, size, () => 1),
        fastPath: await crowd('fast-path', meters, size),
        bound: CONTAINERS * (REPORTED - 1),
        unprotected: await crowd('unprotected', racy, size, () => 1),
      },
      slowPath: await slow(engine.endpoint, size),
    };
  } finally {
    await engine.stop();
  }
}

/** Requests of one caller at one instant, when `LEFT` are left: how many more than those were let pass. */
async function crowd(caller: string, meters: readonly RateMeter[], size: number, reported?: () => number) {
  const cost = (READ.quota - LEFT) * INTERVAL;
  const charge = {
    principal: caller,
    routeClass: 'read',
    at: NOW,
    cost,
    burst: READ.quota * INTERVAL,
    seen: 0,
  } as const;
  await meters[0]?.charge(charge);
  const limiters = meters.map((meter) =>
    createRateLimiter({ policies: POLICIES, meter, now: () => NOW, ...(reported === undefined ? {} : { reported }) }),
  );
  const standings = await Promise.all(
    Array.from({ length: size }, (_, index) => limiters[index % limiters.length]?.take(caller, 'read')),
  );
  if (standings.some((standing) => standing?.outcome === 'unknown')) throw new Error('a charge failed');
  return Math.max(0, standings.filter((standing) => standing?.outcome === 'admitted').length - LEFT);
}

async function simulated(seed: number, size: number): Promise<RateLimitFigures['simulated']> {
  const runs = 10;
  const requests = size * 10;
  let worst = 0;
  for (let run = 0; run < runs; run += 1) {
    const simulation = { seed: seed * 1_000 + run, containers: CONTAINERS, requests, policy: READ } as const;
    const { overAdmission } = await simulateContainers({ ...simulation, routeClass: 'read', meter: memoryMeter() });
    worst = Math.max(worst, overAdmission);
  }
  return { runs, requests, worst, bound: CONTAINERS * (REPORTED - 1) };
}

/** A caller who asks once a second, in one container: what the container pays, the writes (in memory) included. */
async function fastPath(): Promise<RateLimitFigures['fastPath']> {
  const [warm, counted] = [20_000, 200_000];
  let now = NOW;
  let writes = 0;
  const memory = memoryMeter();
  const meter: RateMeter = {
    charge(charge) {
      writes += 1;
      return memory.charge(charge);
    },
  };
  const limiter = createRateLimiter({ policies: POLICIES, meter, now: () => now });
  const ask = async (times: number): Promise<void> => {
    for (let request = 0; request < times; request += 1) {
      now += 1_000;
      await limiter.take('somebody', 'read');
    }
  };
  await ask(warm);
  writes = 0;
  const start = process.cpuUsage();
  await ask(counted);
  const { user, system } = process.cpuUsage(start);
  return { cpuMicroseconds: rounded((user + system) / counted), writesPerRequest: writes / counted };
}

/** Charges one after the other on a warm connection. */
async function slow(endpoint: string, size: number): Promise<RateLimitFigures['slowPath'][string]> {
  const client = connect(endpoint, 1);
  let capacityUnits = 0;
  const counting: DynamoClient = {
    async send(operation, input) {
      const output = await client.send(operation, input);
      const { ConsumedCapacity } = output as { ConsumedCapacity?: { CapacityUnits?: number } }; // each answer tells it
      capacityUnits += ConsumedCapacity?.CapacityUnits ?? Number.NaN;
      return output;
    },
  };
  const meter = createRateMeter({ client: counting, table: TABLE });
  const times: number[] = [];
  let seen = 0;
  const warm = 50;
  for (let call = -warm; call < size; call += 1) {
    if (call === 0) capacityUnits = 0;
    const start = performance.now();
    const charge = { principal: 'slow', routeClass: 'sensitive', at: NOW, cost: 1, burst: 1e6, seen } as const;
    ({ tat: seen } = await meter.charge(charge));
    if (call >= 0) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => rounded(times[Math.floor(times.length * share)] ?? Number.NaN);
  return { p50Ms: at(0.5), p99Ms: at(0.99), capacityUnits: rounded(capacityUnits / size) };
}

/** The machine may be busy: what is measured here is no deadline. */
function connect(endpoint: string, maxSockets: number): DynamoClient {
  const credentials = () => ({ accessKeyId: 'local', secretAccessKey: 'local' });
  const patient = { attempts: 10, connectTimeoutMs: 20_000, attemptTimeoutMs: 20_000, maxSockets };
  const client = createDynamoClient({ region: 'eu-west-1', endpoint, credentials, ...patient });
  return { send: (operation, input) => client.send(operation, input) };
}

const rounded = (figure: number): number => Math.round(figure * 1_000) / 1_000;

if (import.meta.filename === process.argv[1]) {
  const [seed = 1, size = 1_000] = process.argv.slice(2).map(Number);
  void measureRateLimit({ seed, size }).then((figures) => console.log(JSON.stringify(figures, null, 2)));
}
