import { drawPoisson, type Random } from '../../capacity/random.ts';

const MINUTE = 60;

/** One minute of a function's requests. */
export interface Minute {
  readonly requests: number;
  /** Of them those that start a container. */
  readonly coldStarts: number;
  readonly busyAtOnce: number;
}

export interface MinuteOptions {
  /** For each second of the day. */
  readonly requests: Uint32Array;
  /** The most containers busy at once, for each second. */
  readonly needed: Uint32Array;
  /** Containers kept ready. */
  readonly provisioned: number;
  /** Seconds after which an idle container is reclaimed. */
  readonly idle: number;
}

/** Minutes of a day. A second starts as many containers as it needs beyond the most that were busy within the idle time. */
export function drawMinutes({ requests, needed, provisioned, idle }: MinuteOptions): readonly Minute[] {
  const alive = mostWithin(needed, idle);
  return Array.from({ length: Math.floor(requests.length / MINUTE) }, (_, minute) => {
    let [sum, coldStarts, busyAtOnce] = [0, 0, 0];
    for (let second = minute * MINUTE; second < (minute + 1) * MINUTE; second++) {
      const now = needed[second] ?? 0;
      sum += requests[second] ?? 0;
      coldStarts += Math.max(0, now - Math.max(provisioned, alive[second - 1] ?? 0));
      busyAtOnce = Math.max(busyAtOnce, now);
    }
    return { requests: sum, coldStarts: Math.min(coldStarts, sum), busyAtOnce };
  });
}

/** For each second the most of it and of those before, as far back as `seconds`. */
function mostWithin(values: Uint32Array, seconds: number): Uint32Array {
  const most = new Uint32Array(values.length);
  const candidates: number[] = []; // places of falling values, of which the first is the most
  for (const [place, value] of values.entries()) {
    while (candidates.length > 0 && (values[candidates.at(-1) ?? 0] ?? 0) <= value) candidates.pop();
    candidates.push(place);
    if ((candidates[0] ?? 0) <= place - seconds) candidates.shift();
    most[place] = values[candidates[0] ?? place] ?? 0;
  }
  return most;
}

/** How many of so many have a rare property. */
export const drawSome = (random: Random, among: number, share: number): number =>
  Math.min(among, drawPoisson(random, among * share));
