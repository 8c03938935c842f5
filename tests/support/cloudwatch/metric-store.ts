import type { Metric } from '../../../scripts/monitoring/metric.ts';
import { type Series, statisticOf } from './statistic.ts';

/** What was reported of one metric: so often this value, at a second of the recording. */
export interface Sample {
  readonly at: number;
  readonly value: number;
  /** @default 1 */
  readonly count?: number;
}

/** What identifies a metric: a statistic is of it, and not part of it. */
export type MetricName = Omit<Metric, 'stat'>;

/** Metrics as CloudWatch keeps them, from second 0 on. */
export interface MetricStore {
  readonly lengthSeconds: number;
  add(metric: MetricName, ...samples: readonly Sample[]): void;
  /** One data point for each period; `undefined` where nothing was reported. */
  series(metric: Metric, periodSeconds: number): Series;
  /** Metrics of a name that have such a dimension: what `SEARCH` finds. */
  find(name: string, isOf: (dimension: string) => boolean): readonly MetricName[];
}

export function createMetricStore(lengthSeconds: number): MetricStore {
  const recorded = new Map<string, { readonly metric: MetricName; readonly samples: Sample[] }>();
  return {
    lengthSeconds,
    add(metric, ...samples) {
      const key = keyOf(metric);
      const known = recorded.get(key);
      if (known === undefined) recorded.set(key, { metric, samples: [...samples] });
      else known.samples.push(...samples);
    },
    series(metric, periodSeconds) {
      const samples = recorded.get(keyOf(metric))?.samples ?? [];
      return statisticOf(samples, metric.stat, periodSeconds, Math.floor(lengthSeconds / periodSeconds));
    },
    find: (name, isOf) =>
      [...recorded.values()]
        .map(({ metric }) => metric)
        .filter((metric) => metric.name === name && Object.values(metric.dimensions).map(String).some(isOf)),
  };
}

const keyOf = ({ namespace, name, dimensions }: MetricName): string =>
  JSON.stringify({ namespace, name, dimensions: Object.fromEntries(Object.entries(dimensions).sort()) });
