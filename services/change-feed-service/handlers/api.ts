import { afterPriming } from '@gymcoach/core/priming';
import { on } from '@gymcoach/middleware/http/call';
import { httpApi } from '@gymcoach/middleware/http/http-api';
import { deps } from '../deps.ts';
import * as routes from '../routes.ts';
import { listChanges } from './list-changes.ts';

export const handler = httpApi({
  service: 'change-feed',
  auth: deps.auth,
  onRefusal: deps.onRefusal,
  endpoints: [on(routes.listChanges, listChanges(deps))],
});

// biome-ignore lint/suspicious/noThenProperty: Lambda's runtime waits for it
export const then = afterPriming(
  { handler },
  {
    prime: deps.prime,
    rehearse: async () => (await import('@gymcoach/middleware/http/rehearse')).rehearse(routes.listChanges, deps),
  },
);
