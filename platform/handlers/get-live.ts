import type { Handler } from '@gymcoach/middleware/http/call';
import type * as routes from '../routes.ts';

export const getLive: Handler<typeof routes.getLive> = async () => ({ status: 200, body: { status: 'ok' } });
