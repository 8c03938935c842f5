import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportedAtOnce } from '../../../layers/core/limit/create-rate-limiter.ts';
import { parseRatePolicies, type RouteClass } from '../../../layers/core/limit/rate-policies.ts';
import { readFunctions, readStacks } from '../../../scripts/build/read-stack.ts';
import { repositoryRoot } from '../../../scripts/build/repository-root.ts';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly 'x-rate-limit'?: RouteClass }>>>>;
}

/** Writes of the rate limiter per request of a route: one in as many as a container reports at once; none where nobody is known. */
export function limiterShare(method: string, path: string): number {
  // Our own file, written by scripts/openapi.ts.
  const { paths }: Document = JSON.parse(readFileSync(join(repositoryRoot, 'docs/openapi.json'), 'utf8'));
  const routeClass = paths[path]?.[method.toLowerCase()]?.['x-rate-limit'];
  if (routeClass === undefined) return 0;
  const [platform] = readStacks({ env: {} });
  const [system] = platform === undefined ? [] : readFunctions(platform);
  const policies = parseRatePolicies(system?.environment['RATE_LIMITS'] ?? '');
  if (policies === undefined) throw new Error('the platform stack has no rate limits');
  return 1 / reportedAtOnce(routeClass, policies[routeClass]);
}
