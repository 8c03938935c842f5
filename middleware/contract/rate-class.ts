import type { RouteClass } from '@gymcoach/core/limit';
import type { Route } from './route.ts';

/** What a request to a route counts as, in the rate limits. */
export const rateClassOf = ({ method, limit }: Pick<Route, 'method' | 'limit'>): RouteClass =>
  limit ?? (method === 'GET' ? 'read' : 'write');
