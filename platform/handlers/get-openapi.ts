import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { OPENAPI_FILE } from '../domain/read-openapi.ts';
import type * as routes from '../routes.ts';

export const getOpenapi =
  ({ file }: Pick<Deps, 'file'>): Handler<typeof routes.getOpenapi> =>
  async () => ({
    status: 200,
    body: file(OPENAPI_FILE),
  });
