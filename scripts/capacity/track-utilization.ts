const MINUTE_SECONDS = 60;
/** AWS lets utilization fall this far below the aim before it takes capacity away. */
const SLACK = 0.9;

export interface TrackingOptions {
  /** The most containers busy at once, for each second of a day. */
  readonly needed: Uint32Array;
  readonly least: number;
  readonly most: number;
  /** The share in use that is aimed at. */
  readonly aim: number;
  readonly scaleOutMinutes: number;
  readonly scaleInMinutes: number;
}

/**
 * Provisioned concurrency for each minute of a day under target tracking on the maximum of each minute: more after some
 * minutes above the aim, less only after many below it. Run twice, so that the day begins as the one before ended.
 */
export function trackUtilization(options: TrackingOptions): Uint32Array {
  const { needed, least, most, aim, scaleOutMinutes, scaleInMinutes } = options;
  const minutes = needed.length / MINUTE_SECONDS;
  const provided = new Uint32Array(minutes);
  const peaks = Array.from({ length: minutes }, (_, minute) =>
    needed.subarray(minute * MINUTE_SECONDS, (minute + 1) * MINUTE_SECONDS).reduce((high, n) => Math.max(high, n), 0),
  );
  let [current, above, below] = [least, 0, 0];
  for (let step = 0; step < 2 * minutes; step++) {
    provided[step % minutes] = current;
    const used = (peaks[step % minutes] ?? 0) / current;
    above = used > aim ? above + 1 : 0;
    below = used < aim * SLACK ? below + 1 : 0;
    if (above < scaleOutMinutes && below < scaleInMinutes) continue;
    const span = above > 0 ? scaleOutMinutes : scaleInMinutes;
    const recent = Array.from({ length: span }, (_, back) => peaks[(step - back + minutes) % minutes] ?? 0);
    current = Math.min(most, Math.max(least, Math.ceil(Math.max(...recent) / aim)));
    [above, below] = [0, 0];
  }
  return provided;
}
