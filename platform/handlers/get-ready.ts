import { keys } from '@gymcoach/core/table';
import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import type * as routes from '../routes.ts';

/** A table that cannot be read throws 503 by itself. */
export const getReady =
  ({ main }: Pick<Deps, 'main'>): Handler<typeof routes.getReady> =>
  async () => {
    await main.get(keys.probe(), { consistent: false });
    return { status: 200, body: { status: 'ok' } };
  };
