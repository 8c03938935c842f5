import type { Cursors } from '@gymcoach/core/cursors';
import type { Route } from '../contract/route.ts';
import type { CallContext } from './call.ts';

/** For the handler of a paged route: where to begin, and how to turn what was found into the answer. */
export interface Paging {
  readonly limit: number;
  /** Position that the opened cursor holds. */
  readonly after: string | undefined;
  /** The page as the contract wants it; `last` is where the next one begins after. */
  page<T>(found: { readonly items: readonly T[]; readonly last?: string }): Promise<{
    readonly items: T[];
    readonly page: { readonly nextCursor?: string; readonly hasMore: boolean };
  }>;
}

/** Opens the query's cursor. Throws 400 `cursor.invalid`: it is bound to caller, route, subject and filters. */
export async function openPaging(route: Route, context: CallContext, cursors: Cursors): Promise<Paging> {
  const query = new Map(Object.entries(context.input?.query ?? {}));
  const cursor = query.get('cursor');
  const limit = Number(query.get('limit'));
  query.delete('cursor');
  query.delete('limit');
  const filters = [...query].sort(([a], [b]) => (a < b ? -1 : 1));
  const { caller, userId } = context.access ?? {};
  const binding = JSON.stringify([caller?.userId, route.method, route.path, userId, filters]);
  return {
    limit,
    after: typeof cursor === 'string' ? await cursors.open(cursor, binding) : undefined,
    async page({ items, last }) {
      const more = last === undefined ? {} : { nextCursor: await cursors.seal(last, binding) };
      return { items: [...items], page: { ...more, hasMore: last !== undefined } };
    },
  };
}
