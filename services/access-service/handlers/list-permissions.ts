import type { Handler } from '@gymcoach/middleware/http/call';
import { describePermissions } from '../domain/describe-permissions.ts';
import type * as routes from '../routes.ts';

export const listPermissions = (): Handler<typeof routes.listPermissions> => async () => ({
  status: 200,
  body: { items: describePermissions() },
});
