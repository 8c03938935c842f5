import type { Sample } from './metric-store.ts';

/** A data point for each period, `undefined` where there is none. */
export type Series = readonly (number | undefined)[];

/**
 * A statistic of each period, as CloudWatch makes it of single values.
 *
 * @param stat `Sum`, `SampleCount`, `Average`, `Minimum`, `Maximum` or a percentile as `p99`
 */
export function statisticOf(samples: readonly Sample[], stat: string, periodSeconds: number, periods: number): Series {
  const buckets = Map.groupBy(samples, ({ at }) => Math.floor(at / periodSeconds));
  const calculate = calculation(stat);
  return Array.from({ length: periods }, (_, period) => {
    const inside = buckets.get(period);
    return inside === undefined ? undefined : calculate(inside);
  });
}

const countOf = ({ count = 1 }: Sample): number => count;
const total = (samples: readonly Sample[], figure: (sample: Sample) => number): number =>
  samples.reduce((sum, sample) => sum + figure(sample), 0);
const sumOf = (samples: readonly Sample[]): number => total(samples, (sample) => sample.value * countOf(sample));

function calculation(stat: string): (samples: readonly Sample[]) => number {
  const percent = /^p(\d{1,2}(?:\.\d+)?|100)$/.exec(stat)?.[1];
  if (percent !== undefined) return (samples) => percentile(samples, Number(percent) / 100);
  switch (stat) {
    case 'Sum':
      return sumOf;
    case 'SampleCount':
      return (samples) => total(samples, countOf);
    case 'Average':
      return (samples) => sumOf(samples) / total(samples, countOf);
    case 'Minimum':
      return (samples) => Math.min(...samples.map(({ value }) => value));
    case 'Maximum':
      return (samples) => Math.max(...samples.map(({ value }) => value));
    default:
      throw new Error(`"${stat}" is no statistic that is known here`);
  }
}

/** The smallest value that so large a share does not exceed. CloudWatch's own is approximate. */
function percentile(samples: readonly Sample[], share: number): number {
  const sorted = samples.toSorted((a, b) => a.value - b.value);
  const wanted = total(sorted, countOf) * share;
  let reached = 0;
  for (const sample of sorted) {
    reached += countOf(sample);
    if (reached >= wanted) return sample.value;
  }
  return sorted.at(-1)?.value ?? Number.NaN;
}
