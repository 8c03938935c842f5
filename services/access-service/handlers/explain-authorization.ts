import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { explainDecision } from '../domain/explain-decision.ts';
import type * as routes from '../routes.ts';

export const explainAuthorization =
  (
    deps: Pick<Deps, 'access' | 'auth' | 'directory' | 'links' | 'now' | 'onRefusal'>,
  ): Handler<typeof routes.explainAuthorization> =>
  async ({ caller, body }) => ({
    status: 200,
    body: await explainDecision({ ...deps, grants: deps.auth.authorizer }, caller, body),
  });
