import { createHash } from 'node:crypto';
import { entityTag } from '@gymcoach/core/table';
import { CACHE_CONTROL } from '../contract/cache-control.ts';
import type { EntityVersion, Route } from '../contract/route.ts';

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

/** The tag of the version that the reply names, or of the content itself where a cache may keep it and it has no version. */
export function tagOf(
  { cache }: Route,
  version: EntityVersion | undefined,
  content: string | undefined,
): string | undefined {
  if (version !== undefined) return entityTag(version.id, version.number, version.view);
  if (content === undefined || cache === undefined || cache === 'never') return undefined;
  return `"${createHash('sha256').update(content).digest('hex').slice(0, 32)}"`;
}
