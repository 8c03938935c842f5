import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { createProfile as create } from '../domain/change-profile.ts';
import { presentProfile } from '../domain/present-profile.ts';
import { utcDay } from '../domain/utc-day.ts';
import type * as routes from '../routes.ts';

export const createProfile =
  (deps: Pick<Deps, 'profiles' | 'now'>): Handler<typeof routes.createProfile> =>
  async ({ params, body }) => {
    const { resource, created } = await create(deps, params.userId, body);
    const version = { id: resource.id, number: resource.version };
    const headers = { location: `/v1/users/${params.userId}/profile` };
    return { status: created ? 201 : 200, headers, version, body: presentProfile(resource, utcDay(deps.now())) };
  };
