import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { DOCS_SCRIPT } from '../domain/docs-page.ts';
import type * as routes from '../routes.ts';

export const getDocsAsset =
  ({ file }: Pick<Deps, 'file'>): Handler<typeof routes.getDocsAsset> =>
  async ({ params: { asset } }) => ({
    status: 200,
    headers: {
      'content-type': `${asset.endsWith('.css') ? 'text/css' : 'text/javascript'}; charset=utf-8`,
    },
    body: asset === 'start.js' ? DOCS_SCRIPT : file(`node_modules/swagger-ui-dist/${asset}`),
  });
