import type { FunctionDefinition } from '../../build/read-stack.ts';

/** The path below which the local gateway answers itself: no stack may have a route there. */
export const OWN_PATH = '/_local';

/** One `httpApi` event of one function. */
export interface GatewayRoute<Target> {
  /** As API Gateway names it: `GET /v1/users/{userId}/profile` or `$default`. */
  readonly routeKey: string;
  readonly method: string;
  readonly segments: readonly string[];
  /** The caller must sign the request (`authorizer: aws_iam`). */
  readonly signed: boolean;
  readonly target: Target;
}

export interface RouteMatch<Target> {
  readonly route: GatewayRoute<Target>;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Reads the `httpApi` events of a function: `'*'`, `'GET /path'` or `{ method, path, authorizer }`. Throws when one is the gateway's own. */
export function readRoutes<Target>(definition: FunctionDefinition, target: Target): readonly GatewayRoute<Target>[] {
  return definition.events.flatMap((event) => {
    const source = (event as { httpApi?: unknown }).httpApi; // events of other kinds lack it
    if (source === undefined) return [];
    const given = typeof source === 'string' ? parseShort(source) : (source as Record<string, unknown>); // the long form
    const path = String(given['path'] ?? '*');
    const method = String(given['method'] ?? '*').toUpperCase();
    const signed = (given['authorizer'] as { type?: unknown } | undefined)?.type === 'aws_iam';
    if (path === '*') return [{ routeKey: '$default', method: 'ANY', segments: [], signed, target }];
    if (split(path)[0] === OWN_PATH.slice(1)) {
      throw new Error(
        `${definition.name}: no route may begin with ${OWN_PATH}, where the local gateway shows its requests`,
      );
    }
    const name = method === '*' ? 'ANY' : method;
    return [{ routeKey: `${name} ${path}`, method: name, segments: split(path), signed, target }];
  });
}

/**
 * The route that API Gateway would choose: a static segment beats a parameter, a parameter beats a greedy one, a method
 * beats ANY, and `$default` takes the rest. `path` is decoded.
 */
export function matchRoute<Target>(
  routes: readonly GatewayRoute<Target>[],
  method: string,
  path: string,
): RouteMatch<Target> | undefined {
  const given = split(path);
  const candidates = routes.filter(
    (route) =>
      route.routeKey !== '$default' && (route.method === method || route.method === 'ANY') && fits(route, given),
  );
  const [best] = candidates.sort((a, b) => compare(rank(a), rank(b)));
  const route = best ?? routes.find(({ routeKey }) => routeKey === '$default');
  return route === undefined ? undefined : { route, pathParameters: parameters(route, given) };
}

function parseShort(text: string): Readonly<Record<string, unknown>> {
  if (text.trim() === '*') return { method: '*', path: '*' };
  const [method = '*', path = '*'] = text.trim().split(/\s+/);
  return { method, path };
}

const split = (path: string): readonly string[] => path.slice(1).split('/');
const isGreedy = (segment: string): boolean => /^\{.+\+\}$/.test(segment);
const isParameter = (segment: string): boolean => /^\{.+\}$/.test(segment);

function fits({ segments }: GatewayRoute<unknown>, given: readonly string[]): boolean {
  const greedy = isGreedy(segments.at(-1) ?? '');
  if (greedy ? given.length < segments.length : given.length !== segments.length) return false;
  return segments.every((segment, index) => (isParameter(segment) ? given[index] !== '' : segment === given[index]));
}

/** One digit per segment, then the method; the lower, the better. */
const rank = ({ segments, method }: GatewayRoute<unknown>): readonly number[] => [
  ...segments.map((segment) => (isGreedy(segment) ? 2 : isParameter(segment) ? 1 : 0)),
  method === 'ANY' ? 1 : 0,
];

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return b.length - a.length;
}

function parameters({ segments }: GatewayRoute<unknown>, given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    segments.flatMap((segment, index) => {
      if (isGreedy(segment)) return [[segment.slice(1, -2), given.slice(index).join('/')]];
      return isParameter(segment) ? [[segment.slice(1, -1), given[index] ?? '']] : [];
    }),
  );
}
