/** What kind of work a route is, as far as its price is concerned: `sensitive` is declared, the others are its method's. */
export type RouteClass = 'read' | 'write' | 'sensitive';

/** How much one caller may do in one class: `quota` requests at once, given back evenly over `window` seconds. */
export interface RatePolicy {
  readonly quota: number;
  readonly window: number;
}

export type RatePolicies = Readonly<Record<RouteClass, RatePolicy>>;

const FORM = /^read=([1-9]\d+)\/([1-9]\d*) write=([1-9]\d+)\/([1-9]\d*) sensitive=([1-9]\d+)\/([1-9]\d*)$/;

/** Reads `read=600/60 write=120/60 sensitive=30/60`, with quotas of 10 at least; `undefined` for anything else. */
export function parseRatePolicies(text: string): RatePolicies | undefined {
  const found = FORM.exec(text);
  if (found === null) return undefined;
  const policy = (at: number): RatePolicy => ({ quota: Number(found[at]), window: Number(found[at + 1]) });
  return { read: policy(1), write: policy(3), sensitive: policy(5) };
}
