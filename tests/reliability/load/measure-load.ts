import { randomUUID } from 'node:crypto';
import { cpus, totalmem } from 'node:os';
import { createKeepAliveClient, type HttpAnswer, type KeepAliveClient } from '../../support/keep-alive-client.ts';
import { type LoadFigures, openArrivals } from '../../support/open-arrivals.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { type Platform, startPlatform } from '../../support/start-platform.ts';
import type { Figures, ProofRun } from '../proof.ts';

/** Requests per second that are tried in turn, while none fails and the slowest of a hundred stays below the limit. */
const RATES = [25, 50, 75, 100, 150, 200, 250, 300, 400, 500, 600, 800] as const;
const P99_LIMIT_MS = 500;
/** Seconds per rate from which on every rate is tried; below, it is told that the load runs, not how far. */
const FULL_SECONDS = 5;
const SHORT_RATES = 2;
const USERS = ['member', 'other', 'coach', 'admin'] as const;

/**
 * People who arrive independently of one another read and write through the local platform over HTTP, for `size` seconds
 * at each rate. Told are the figures of the highest rate without an error and with a p99 below 500 ms; but `errors` are those
 * of all rates, the one that is too much included: saturation may cost time, not answers. A 412 counts as an answer:
 * somebody else was quicker, and the current version comes with it.
 */
export async function measureLoad({ seed, size }: ProofRun): Promise<Figures> {
  // As `npm start` runs it: a recorder of calls to AWS would be measured, too.
  const platform = await startPlatform({ env: { GYMCOACH_AWS_CALLS: '' } });
  const client = createKeepAliveClient(platform.url);
  try {
    const send = await journey(platform, client, seed);
    await openArrivals({ rate: RATES[0], seconds: 1, seed }, send); // containers, connections and code are warm from here on
    const steps: LoadFigures[] = [];
    for (const rate of size < FULL_SECONDS ? RATES.slice(0, SHORT_RATES) : RATES) {
      const figures = await openArrivals({ rate, seconds: size, seed: seed + rate }, send);
      steps.push(figures);
      if (!holds(figures)) break;
    }
    const best = steps.filter(holds).at(-1);
    return {
      machine: `${machine()}, Node ${process.versions.node}; for clients, gateway, functions and parts together`,
      ...(best ?? { requests: 0, achievedPerSecond: 0 }),
      errors: steps.reduce((sum, { errors }) => sum + errors, 0),
      steps: steps.map(({ offeredPerSecond, errors, p50, p99 }) => ({ offeredPerSecond, errors, p50, p99 })),
    };
  } finally {
    client.close();
    await platform.stop();
  }
}

function machine(): string {
  const processors = cpus();
  return `${processors[0]?.model ?? process.arch}, ${processors.length} cores, ${Math.round(totalmem() / 2 ** 30)} GB`;
}

const holds = ({ errors, p99 }: LoadFigures): boolean => errors === 0 && p99 < P99_LIMIT_MS;

/** Of ten requests six read a profile, two a list, one changes settings and one records an injury. */
async function journey(
  platform: Platform,
  client: KeepAliveClient,
  seed: number,
): Promise<(index: number) => Promise<void>> {
  const tokens = await Promise.all(USERS.map((user) => platform.token(user)));
  const etags = new Map<string, string>();
  const random = seededRandom(seed);
  const settings = '/v1/users/me/training-profile';
  for (const token of tokens) {
    const { headers } = await client.send('GET', settings, { authorization: `Bearer ${token}` });
    etags.set(token, headers['etag'] ?? '');
  }
  return async (index) => {
    const token = tokens[index % tokens.length] ?? '';
    const reads = { authorization: `Bearer ${token}` };
    const writes = { ...reads, 'content-type': 'application/json' };
    const roll = random();
    const changes = roll >= 0.8 && roll < 0.9;
    const send = (): Promise<HttpAnswer> => {
      if (roll < 0.6) return client.send('GET', '/v1/users/me/profile', reads);
      if (roll < 0.8) return client.send('GET', '/v1/users/me/injuries?limit=10', reads);
      if (changes) return client.send('PATCH', settings, { ...writes, 'if-match': etags.get(token) ?? '' }, SETTINGS);
      return client.send('POST', '/v1/users/me/injuries', { ...writes, 'idempotency-key': newKey() }, INJURY);
    };
    const { status, headers } = await send();
    if (status >= 300 && status !== 412) throw new Error(`answered with ${status}`);
    if (changes) etags.set(token, headers['etag'] ?? '');
  };
}

const SETTINGS = JSON.stringify({ daysPerWeek: 4 });
const INJURY = JSON.stringify({ bodyPart: 'knee', severity: 'mild', since: '2026-01-01' });
const newKey = (): string => `load-${randomUUID()}`;
