import { type Issue, invalidInput } from '@gymcoach/core/errors';
import type { CoachingGrantsInput, SomeGrants } from './coaching.schema.ts';
import type { CoachingGrants } from './coaching-ports.ts';

/** What a client gives, from the request. Throws 400 when it would end before it begins. */
export function grantsOf(input: CoachingGrantsInput, now: number): CoachingGrants {
  const grants = { areas: input.areas, canWrite: input.canWrite, until: Date.parse(input.until) };
  return refuseIf(grants, [[!(grants.until > now), '/until', 'coaching.until-past', 'must be in the future']]);
}

/** The client's own change: it may widen. Throws 400 when it would end before it begins. */
export const changedGrants = (grants: CoachingGrants, change: SomeGrants, now: number): CoachingGrants =>
  refuseIf(withChange(grants, change), [
    [
      change.until !== undefined && !(Date.parse(change.until) > now),
      '/until',
      'coaching.until-past',
      'must be in the future',
    ],
  ]);

/** What is accepted of an offer: less is fine, more is 400. Throws 400 also when nothing would be left. */
export function narrowedGrants(offer: CoachingGrants, change: SomeGrants, now: number): CoachingGrants {
  const grants = withChange(offer, change);
  const message = 'must not be more than was offered';
  return refuseIf(grants, [
    [!grants.areas.every((area) => offer.areas.includes(area)), '/areas', 'coaching.widened', message],
    [grants.canWrite && !offer.canWrite, '/canWrite', 'coaching.widened', message],
    [grants.until > offer.until, '/until', 'coaching.widened', message],
    [!(grants.until > now), '/until', 'coaching.until-past', 'must be in the future'],
  ]);
}

const withChange = (grants: CoachingGrants, { areas, canWrite, until }: SomeGrants): CoachingGrants => ({
  areas: areas ?? grants.areas,
  canWrite: canWrite ?? grants.canWrite,
  until: until === undefined ? grants.until : Date.parse(until),
});

type Rule = readonly [broken: boolean, pointer: string, code: string, message: string];

function refuseIf(grants: CoachingGrants, rules: readonly Rule[]): CoachingGrants {
  const issues = rules.flatMap(([broken, pointer, code, message]): readonly Issue[] =>
    broken ? [{ in: 'body', pointer, code, message }] : [],
  );
  if (issues.length > 0) throw invalidInput(issues);
  return grants;
}
