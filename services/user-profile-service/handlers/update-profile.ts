import type { Handler } from '@gymcoach/middleware/http/call';
import { versionsOf } from '@gymcoach/middleware/http/entity-tags';
import type { Deps } from '../deps.ts';
import { updateProfile as update } from '../domain/change-profile.ts';
import { presentProfile } from '../domain/present-profile.ts';
import { PROFILE_ID } from '../domain/profile-id.ts';
import { utcDay } from '../domain/utc-day.ts';
import type * as routes from '../routes.ts';

export const updateProfile =
  (deps: Pick<Deps, 'profiles' | 'now'>): Handler<typeof routes.updateProfile> =>
  async ({ params, body, ifMatch }) => {
    const profile = await update(deps, params.userId, versionsOf(ifMatch, PROFILE_ID), body);
    const version = { id: profile.id, number: profile.version };
    return { status: 200, version, body: presentProfile(profile, utcDay(deps.now())) };
  };
