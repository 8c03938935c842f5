import type { Handler } from '@gymcoach/middleware/http/call';
import { DOCS_PAGE, DOCS_POLICY } from '../domain/docs-page.ts';
import type * as routes from '../routes.ts';

export const getDocs: Handler<typeof routes.getDocs> = async () => ({
  status: 200,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': DOCS_POLICY,
  },
  body: DOCS_PAGE,
});
