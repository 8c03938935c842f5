import { AppError } from '@gymcoach/core/errors';
import type { CoachRoster } from './coaching-ports.ts';

/** Coaches that a client may have at once. */
export const MAX_COACHES = 5;

/**
 * The roster with a place for this coach until then. Places whose time has passed are given up. Throws 409
 * `conflict.coach-limit` when others have all of them.
 */
export function withPlace(roster: CoachRoster, coachId: string, until: number, now: number): CoachRoster {
  const others = roster.places.filter((place) => place.coachId !== coachId && place.until > now);
  if (others.length >= MAX_COACHES) {
    throw new AppError('conflict', 'conflict.coach-limit', `A client has at most ${MAX_COACHES} coaches at once.`);
  }
  return { ...roster, version: roster.version + 1, places: [...others, { coachId, until }] };
}

/** The roster without this coach; undefined when there is nothing to give up. */
export function withoutPlace(roster: CoachRoster, coachId: string): CoachRoster | undefined {
  const places = roster.places.filter((place) => place.coachId !== coachId);
  return places.length === roster.places.length ? undefined : { ...roster, version: roster.version + 1, places };
}
