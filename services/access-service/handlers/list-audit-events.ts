import type { Handler } from '@gymcoach/middleware/http/call';
import type { Deps } from '../deps.ts';
import { auditFilter } from '../domain/audit-filter.ts';
import type * as routes from '../routes.ts';

export const listAuditEvents =
  ({ auditEvents }: Pick<Deps, 'auditEvents'>): Handler<typeof routes.listAuditEvents> =>
  async ({ query, paging }) => ({
    status: 200,
    body: await paging.page(await auditEvents.list(auditFilter(query), paging)),
  });
