import type { Route } from './route.ts';

/** `Cache-Control` of the answers of a route that declares `cache`. */
export const CACHE_CONTROL: Readonly<Record<NonNullable<Route['cache']>, string>> = {
  public: 'public, max-age=300',
  catalogue: 'private, max-age=3600, stale-while-revalidate=86400',
  never: 'no-store',
};

/** Whether what a route reads has an `ETag` though it has no version: everything that a cache may keep. */
export const isTagged = ({ method, access, cache }: Pick<Route, 'method' | 'access' | 'cache'>): boolean =>
  method === 'GET' && cache !== 'never' && (access !== 'public' || cache !== undefined);
