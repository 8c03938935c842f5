import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Endpoint } from '@gymcoach/middleware/http/call';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';

const SERVICES = join(repositoryRoot, 'services');
const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A route of a service by the name of its export: `recordInjury`. */
export interface ServiceRoute {
  readonly service: string;
  readonly name: string;
  readonly route: Endpoint['route'];
}

/** Every route of every service, read from their routes.ts; no list of its own. */
export async function serviceRoutes(): Promise<readonly ServiceRoute[]> {
  const found: ServiceRoute[] = [];
  for (const service of readdirSync(SERVICES).filter((folder) => folder.endsWith('-service'))) {
    const declared: Readonly<Record<string, unknown>> = await import(join(SERVICES, service, 'routes.ts'));
    for (const [name, route] of Object.entries(declared)) if (isRoute(route)) found.push({ service, name, route });
  }
  return found;
}

/**
 * Each route with its handler, which is named after it, on these dependencies: what the services' own `handlers/api.ts`
 * does with the dependencies of a deployed function.
 */
export async function serviceEndpoints(deps: object): Promise<readonly Endpoint[]> {
  const endpoints: Endpoint[] = [];
  for (const { service, name, route } of await serviceRoutes()) {
    const file = join(SERVICES, service, 'handlers', `${kebab(name)}.ts`);
    const handlers: Readonly<Record<string, (deps: object) => Endpoint['handle']>> = await import(file);
    const factory = handlers[name];
    if (factory === undefined) throw new Error(`${file} does not export ${name}`);
    endpoints.push({ route, handle: factory(deps) });
  }
  return endpoints;
}

const isRoute = (value: unknown): value is Endpoint['route'] =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value;
