import type { Mix } from './request-profile.ts';
import type { RouteCost } from './route-costs.ts';

/** The requests of an active user's day by service; throws when what one of them costs is not known. */
export function mixesByService(
  requests: Readonly<Record<string, number>>,
  costs: readonly RouteCost[],
): ReadonlyMap<string, Mix> {
  const known = new Map(costs.map((cost) => [cost.event, cost]));
  const priced = Object.entries(requests).map(([event, perDay]) => {
    const cost = known.get(event);
    if (cost === undefined)
      throw new Error(`inputs.ts names the request "${event}", which tests/contract/route-costs.json does not have`);
    return { cost, perDay };
  });
  return Map.groupBy(priced, ({ cost }) => cost.service);
}

/** Requests of a mix per active user and day, of some kind only if asked. */
export const perDayOf = (mix: Mix, of: (cost: RouteCost) => boolean = () => true): number =>
  mix.reduce((sum, { cost, perDay }) => sum + (of(cost) ? perDay : 0), 0);
