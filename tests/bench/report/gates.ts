import type { Candidate } from '../candidates/candidate.ts';
import type { Measurements } from '../measure/measurements.ts';
import { pairedRatio, type Spread } from '../measure/statistics.ts';
import { type CandidateResult, fastestPeer } from './results.ts';

export interface Figure {
  /** Stable, for the history. */
  readonly id: string;
  readonly figure: string;
  /** Undefined when what it needs did not run. */
  readonly value: number | undefined;
  /** Where its tenths lie; undefined for what does not vary. */
  readonly tenths?: readonly [p10: number, p90: number];
}

export interface Gate extends Figure {
  readonly limit: number;
  /** What we would rather have. */
  readonly aim?: number;
  readonly verdict: 'kept' | 'missed' | 'not run';
}

const KB = 1_024;

/** Our budgets against what was measured; none when our function did not run. */
export function gates(sorted: readonly CandidateResult[], measured: Measurements): Gate[] {
  const find = finder(sorted);
  const [ours, tls] = [find('gymcoach'), find('gymcoach-tls')];
  if (ours === undefined && tls === undefined) return [];
  const peer = fastestPeer(sorted);
  const name = peer?.title ?? 'none ran';
  return [
    gate('cold-http', 'cold start over the floor, HTTP', 1.8, 1.45, ours?.coldOverFloor),
    gate('cold-tls', 'cold start over the floor, TLS', 2.2, 1.9, tls?.coldOverFloor),
    gate('cold-peer', `cold start over the fastest peer (${name})`, 0.5, 0.4, ours && peer?.oursOverThis),
    gate('warm', 'warm CPU above the floor, us per request', 600, 400, ours?.warmAboveFloor),
    gate(
      'warm-sdk',
      'warm CPU over the no-framework SDK handler',
      0.5,
      undefined,
      ours && find('sdk')?.oursWarmOverThis,
    ),
    gate('memory', 'peak memory over the floor', 1.15, 1.1, ours?.peakOverFloor),
    gate('bundle', 'function files that this request loads, KB', 30, undefined, kilobytes(ours?.sizes.bundle)),
    gate('layer', 'layer files that this request loads, KB', 60, undefined, kilobytes(ours?.sizes.layer)),
    gate('primed', 'first response, primed over unprimed, TLS', 0.3, 0.2, primedOverUnprimed(measured, '-tls')),
  ];
}

/** What is told beside the budgets and has none. */
export function reported(sorted: readonly CandidateResult[], measured: Measurements): Figure[] {
  const find = finder(sorted);
  const total = (name: string): readonly number[] => measured.cold.get(name)?.totalMs ?? [];
  const figures = [
    figure('cpu-http', 'CPU time to the first answer over the floor, HTTP', find('gymcoach')?.cpuOverFloor),
    figure('cpu-tls', 'CPU time to the first answer over the floor, TLS', find('gymcoach-tls')?.cpuOverFloor),
    figure('cold-http-sampled', 'sampled: cold start over the floor, HTTP', find('gymcoach-sampled')?.coldOverFloor),
    figure('cold-tls-sampled', 'sampled: cold start over the floor, TLS', find('gymcoach-sampled-tls')?.coldOverFloor),
    figure(
      'cold-http-unprimed',
      'not primed: cold start over the floor, HTTP',
      find('gymcoach-unprimed')?.coldOverFloor,
    ),
    figure(
      'cold-tls-unprimed',
      'not primed: cold start over the floor, TLS',
      find('gymcoach-unprimed-tls')?.coldOverFloor,
    ),
    figure(
      'cold-without-jwks',
      'keys fetched: cold start over the floor, HTTP',
      find('gymcoach-without-jwks')?.coldOverFloor,
    ),
    figure('primed-http', 'first response, primed over unprimed, HTTP', primedOverUnprimed(measured, '')),
    figure(
      'floor-tls',
      "floor of TLS over that of HTTP: the test's own certificate",
      pairedRatio(total('floor-tls'), total('floor')),
    ),
    figure('handshakes', 'TLS handshakes of ours up to the first answer', find('gymcoach-tls')?.handshakes),
    figure('folder', "the function's whole folder, KB", kilobytes(find('gymcoach')?.sizes.folder)),
  ];
  return figures.filter(({ value }) => value !== undefined);
}

type Measured = Spread | number | undefined;

const finder =
  (sorted: readonly CandidateResult[]) =>
  (name: Candidate['name']): CandidateResult | undefined =>
    sorted.find((one) => one.name === name);

const kilobytes = (bytes: number | undefined): number | undefined => (bytes === undefined ? undefined : bytes / KB);

const primedOverUnprimed = ({ first }: Measurements, suffix: string): Spread =>
  pairedRatio(first.get(`gymcoach${suffix}`) ?? [], first.get(`gymcoach-unprimed${suffix}`) ?? []);

function figure(id: string, text: string, measured: Measured): Figure {
  if (measured === undefined) return { id, figure: text, value: undefined };
  if (typeof measured === 'number') return { id, figure: text, value: measured };
  if (Number.isNaN(measured.median)) return { id, figure: text, value: undefined };
  return { id, figure: text, value: measured.median, tenths: [measured.p10, measured.p90] };
}

function gate(id: string, text: string, limit: number, aim: number | undefined, measured: Measured): Gate {
  const found = figure(id, text, measured);
  const verdict = found.value === undefined ? 'not run' : found.value <= limit ? 'kept' : 'missed';
  return { ...found, limit, ...(aim === undefined ? {} : { aim }), verdict };
}
