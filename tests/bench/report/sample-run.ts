import type { Candidate, CandidateKind, Transport } from '../candidates/candidate.ts';
import type { ColdStarts, Measurements } from '../measure/measurements.ts';

/** A run of made-up figures that keeps every budget: what the tests of the report start from. */
export const CANDIDATES: readonly Candidate[] = [
  candidate('gymcoach', 'ours', 'http'),
  candidate('gymcoach-tls', 'ours', 'tls'),
  candidate('gymcoach-unprimed-tls', 'ours', 'tls'),
  candidate('floor', 'floor', 'http'),
  candidate('floor-tls', 'floor', 'tls'),
  candidate('sdk', 'reference', 'http'),
  candidate('hono', 'peer', 'http'),
  candidate('express', 'peer', 'http'),
];

export const MEASURED: Measurements = {
  cold: new Map([
    ['gymcoach', starts([60, 75, 120], 55)],
    ['gymcoach-tls', starts([80, 80, 80], 55, 1)],
    ['gymcoach-unprimed-tls', starts([88, 88, 88], 55, 1)],
    ['floor', starts([40, 50, 80], 50)],
    ['floor-tls', starts([40, 40, 40], 50)],
    ['sdk', starts([120, 130, 240], 66)],
    ['hono', starts([150, 160, 300], 67)],
    ['express', starts([200, 200, 300], 80)],
  ]),
  warm: new Map([
    ['floor', [100, 200]],
    ['gymcoach', [500, 600]],
    ['sdk', [1_100, 1_200]],
  ]),
  first: new Map([
    ['gymcoach-tls', [5, 10]],
    ['gymcoach-unprimed-tls', [25, 50]],
  ]),
};

function candidate(name: string, kind: CandidateKind, transport: Transport): Candidate {
  const layout = { taskRoot: '/task', handler: 'index.handler', environment: {} };
  const sizes = kind === 'ours' ? { bundle: 20 * 1_024, folder: 90 * 1_024, layer: 50 * 1_024 } : {};
  return { name, kind, title: name.toUpperCase(), transport, layout, sampled: false, sizes };
}

function starts(totalMs: number[], megabytes: number, handshakes?: number): ColdStarts {
  return {
    totalMs,
    initMs: totalMs.map((total) => total / 2),
    cpuMs: totalMs.map((total) => total / 4),
    peakMegabytes: totalMs.map(() => megabytes),
    handshakes: handshakes === undefined ? [] : totalMs.map(() => handshakes),
  };
}
