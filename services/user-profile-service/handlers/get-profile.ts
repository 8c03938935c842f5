import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { presentProfile, presentProfileCard } from '../domain/present-profile.ts';
import { PROFILE_ID } from '../domain/profile-id.ts';
import { utcDay } from '../domain/utc-day.ts';
import type * as routes from '../routes.ts';

/** A coach gets a partial view, whose `ETag` cannot be used to change anything. */
export const getProfile =
  ({ profiles, now }: Pick<Deps, 'profiles' | 'now'>): Handler<typeof routes.getProfile> =>
  async ({ params, scope }) => {
    const profile = await profiles.read(params.userId, PROFILE_ID);
    const version = { id: profile.id, number: profile.version };
    return scope === 'assigned'
      ? { status: 200, version: { ...version, view: 'card' }, body: presentProfileCard(profile) }
      : { status: 200, version, body: presentProfile(profile, utcDay(now())) };
  };
