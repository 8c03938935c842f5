import { on } from '@gymcoach/middleware/http/call';
import { httpApi } from '@gymcoach/middleware/http/http-api';
import { deps } from '../deps.ts';
import { readOpenapi } from '../domain/read-openapi.ts';
import { unknownRoute } from '../domain/unknown-route.ts';
import * as routes from '../routes.ts';
import { getDocs } from './get-docs.ts';
import { getDocsAsset } from './get-docs-asset.ts';
import { getLive } from './get-live.ts';
import { getMeta } from './get-meta.ts';
import { getOpenapi } from './get-openapi.ts';
import { getReady } from './get-ready.ts';

/** The system routes, and the answer to every request that no route of the gateway matches. */
export const handler = httpApi({
  service: 'platform',
  endpoints: [
    on(routes.getLive, getLive),
    on(routes.getReady, getReady(deps)),
    on(routes.getMeta, getMeta(deps)),
    on(routes.getOpenapi, getOpenapi(deps)),
    on(routes.getDocs, getDocs),
    on(routes.getDocsAsset, getDocsAsset(deps)),
  ],
  fallback: (event) => {
    throw unknownRoute(readOpenapi(deps.file), event.rawPath);
  },
});
