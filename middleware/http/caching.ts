import { createHash } from 'node:crypto';
import { entityTag } from '@gymcoach/core/table';
import { CACHE_CONTROL, isTagged } from '../contract/cache-control.ts';
import type { AnyReply, Route } from '../contract/route.ts';

/**
 * What a cache may do with the answer of a route: as declared, else a read may be kept by its caller's client alone and only
 * if it asks again each time. `me` is another person with another token, hence `Vary`. Everything else gets no-store
 * by `responseHeaders`.
 */
export function cachingHeaders({ method, access, cache }: Route): Readonly<Record<string, string>> {
  const byPerson = access === 'public' ? {} : { vary: 'authorization' };
  if (cache !== undefined) return { 'cache-control': CACHE_CONTROL[cache], ...byPerson };
  const personal = method === 'GET' && access !== 'public';
  return personal ? { 'cache-control': 'private, no-cache', ...byPerson } : {};
}

/** Half of a cursor's life: who is told that nothing has changed goes on with the cursor that they have. */
const CURSOR_RENEWAL_MS = 12 * 60 * 60 * 1000;

/**
 * The tag of the version that the reply names, or of the content itself where a cache may keep it and it has no version. A
 * page is tagged weakly, by its items: the cursor in it is sealed anew each time and tells nothing new for half a day.
 */
export function tagOf(
  route: Route,
  { version, body }: Pick<AnyReply, 'version' | 'body'>,
  content: string | undefined,
  now: number,
): string | undefined {
  if (version !== undefined) return entityTag(version.id, version.number, version.view);
  if (content === undefined || !isTagged(route)) return undefined;
  if (route.paged === undefined) return `"${digest(content)}"`;
  const { items, page } = body as { items: unknown; page: { hasMore: unknown } }; // the shape of every paged answer
  return `W/"${digest(JSON.stringify([items, page.hasMore, Math.floor(now / CURSOR_RENEWAL_MS)]))}"`;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
