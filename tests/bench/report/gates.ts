import { type CandidateResult, fastestPeer } from './results.ts';

export interface Gate {
  readonly figure: string;
  readonly limit: number;
  /** Undefined when what it compares with did not run. */
  readonly value: number | undefined;
  readonly passed: boolean;
}

const KB = 1_024;

/** Our budgets against what was measured. They hold for the unsampled request; sampled ones are reported only. */
export function gates(sorted: readonly CandidateResult[]): Gate[] {
  const ours = sorted.find(({ name }) => name === 'gymcoach');
  if (ours === undefined) return [];
  const sdk = sorted.find(({ name }) => name === 'sdk');
  const peer = fastestPeer(sorted);
  const share = sdk === undefined ? undefined : ours.warmAboveFloor.median / sdk.warmAboveFloor.median;
  const gate = (figure: string, limit: number, value: number | undefined): Gate => ({
    figure,
    limit,
    value,
    passed: value === undefined || value <= limit,
  });
  return [
    gate('cold start over the floor', 1.8, ours.coldOverFloor.median),
    gate(`cold start over the fastest peer (${peer?.title ?? 'none ran'})`, 0.5, peer?.oursOverThis?.median),
    gate('warm CPU above the floor, us per request', 600, ours.warmAboveFloor.median),
    gate('warm CPU above the floor, of the no-framework SDK handler', 0.5, share),
    gate('peak memory over the floor', 1.15, ours.peakOverFloor.median),
    gate('function bundle, KB', 30, ours.bundleBytes === undefined ? undefined : ours.bundleBytes / KB),
    gate(
      'layer files loaded by this request, KB',
      60,
      ours.layerBytes === undefined ? undefined : ours.layerBytes / KB,
    ),
  ];
}
