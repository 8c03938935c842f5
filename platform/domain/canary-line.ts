import type { SmokeReport } from './smoke-journey.ts';

export interface CanaryLine {
  readonly level: 'info' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
  readonly metrics: string;
}

/** What a run of the canary writes to the log: where it failed and why, and the metrics of its alarm. */
export function canaryLine({ passed, ms, steps, reason }: SmokeReport): CanaryLine {
  return {
    level: passed ? 'info' : 'error',
    fields: {
      service: 'canary',
      canaryRuns: 1,
      canaryFailed: passed ? 0 : 1,
      canaryDuration: ms,
      ...(passed ? {} : { failedAt: steps.at(-1)?.name ?? 'begin', reason }),
      steps,
    },
    metrics: METRICS,
  };
}

const METRICS = JSON.stringify([
  {
    Namespace: 'GymCoach',
    Dimensions: [['stage', 'service']],
    Metrics: [
      { Name: 'canaryRuns', Unit: 'Count' },
      { Name: 'canaryFailed', Unit: 'Count' },
      { Name: 'canaryDuration', Unit: 'Milliseconds' },
    ],
  },
]);
