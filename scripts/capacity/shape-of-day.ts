import { drawFactor, type Random } from './random.ts';

export const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3_600;
const MINUTE_SECONDS = 60;

export interface DayShape {
  /** Weight of each hour by the clock on the wall, from midnight. */
  readonly hours: readonly number[];
  /** Where users live. */
  readonly zones: readonly { readonly offset: number; readonly share: number }[];
  /** Share of an hour's traffic that comes within its first minute, beyond what would anyway. */
  readonly onTheHour: number;
  /** Coefficient of variation from minute to minute. */
  readonly dispersion: number;
}

/** For each second of a UTC day, the traffic over that of the day's mean second. Of mean 1, but for what chance adds. */
export function shapeOfDay({ hours, zones, onTheHour, dispersion }: DayShape, random: Random): Float64Array {
  const universal = inUniversalTime(hours, zones);
  const shape = new Float64Array(DAY_SECONDS);
  let factor = 1;
  for (let second = 0; second < DAY_SECONDS; second++) {
    if (second % MINUTE_SECONDS === 0) factor = drawFactor(random, dispersion);
    const pushed = second % HOUR_SECONDS < MINUTE_SECONDS ? onTheHour * (HOUR_SECONDS / MINUTE_SECONDS) : 0;
    shape[second] =
      (interpolate(universal, second / HOUR_SECONDS) * (1 - onTheHour) + weightOf(universal, second) * pushed) * factor;
  }
  return shape;
}

/** Hourly weights of mean 1, by the clock of UTC. */
export function inUniversalTime(hours: DayShape['hours'], zones: DayShape['zones']): readonly number[] {
  const total = hours.reduce((sum, weight) => sum + weight, 0);
  const shares = zones.reduce((sum, { share }) => sum + share, 0);
  return hours.map((_, hour) =>
    zones.reduce((sum, { offset, share }) => {
      const local = (((hour + offset) % hours.length) + hours.length) % hours.length;
      return sum + ((hours[local] ?? 0) * hours.length * share) / (total * shares);
    }, 0),
  );
}

const weightOf = (weights: readonly number[], second: number): number =>
  weights[Math.floor(second / HOUR_SECONDS)] ?? 0;

/** Straight lines from the middle of one hour to the middle of the next keep the mean. */
function interpolate(weights: readonly number[], hour: number): number {
  const from = Math.floor(hour - 0.5);
  const part = hour - 0.5 - from;
  const at = (index: number): number => weights[(index + weights.length) % weights.length] ?? 0;
  return at(from) * (1 - part) + at(from + 1) * part;
}
