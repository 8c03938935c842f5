import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpHandler } from '@gymcoach/middleware/http/call';
import { repositoryRoot } from '../../../scripts/build/repository-root.ts';

/** An operation of docs/openapi.json, as far as it says who may call it. */
export interface DocumentedRoute {
  readonly method: string;
  readonly path: string;
  /** `kind:verb`. */
  readonly permission: string | undefined;
  readonly access: 'public' | 'authenticated' | 'permission';
  /** Whose the resource is. */
  readonly owner: 'person' | 'system' | 'caller';
}

interface Operation {
  readonly 'x-permission'?: string;
  readonly 'x-resource'?: 'system' | 'caller';
  readonly security?: readonly unknown[];
}

/** Every route of the document; the test has no list of its own. */
export function documentedRoutes(): readonly DocumentedRoute[] {
  // Our own file, written by scripts/openapi.ts.
  const { paths } = JSON.parse(readFileSync(join(repositoryRoot, 'docs/openapi.json'), 'utf8')) as {
    paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => describeRoute(method, path, operation)),
  );
}

function describeRoute(method: string, path: string, operation: Operation): DocumentedRoute {
  const permission = operation['x-permission'];
  const isPublic = operation.security?.length === 0;
  const isPersonal = path.includes('/{userId}');
  if (permission !== undefined && isPersonal === (operation['x-resource'] !== undefined)) {
    throw new Error(`${method} ${path} does not say whose its resource is`);
  }
  if (isPersonal && permission === undefined) throw new Error(`${method} ${path} is personal and asks for nothing`);
  return {
    method: method.toUpperCase(),
    path,
    permission,
    access: permission !== undefined ? 'permission' : isPublic ? 'public' : 'authenticated',
    owner: isPersonal ? 'person' : (operation['x-resource'] ?? 'system'),
  };
}

/** The real function behind each route, `METHOD /path`. Loads every service; the environment must be there. */
export async function servedRoutes(): Promise<ReadonlyMap<string, HttpHandler>> {
  const parts = [
    { folder: 'platform', entry: 'system' },
    ...readdirSync(join(repositoryRoot, 'services'))
      .filter((name) => name.endsWith('-service'))
      .map((name) => ({ folder: join('services', name), entry: 'api' })),
  ];
  const served = new Map<string, HttpHandler>();
  for (const { folder, entry } of parts) {
    const [routesFile, entryFile] = ['routes.ts', `handlers/${entry}.ts`].map((file) =>
      join(repositoryRoot, folder, file),
    );
    if (routesFile === undefined || entryFile === undefined || !existsSync(entryFile)) continue;
    const { handler }: { handler: HttpHandler } = await import(entryFile);
    const declared: Readonly<Record<string, unknown>> = await import(routesFile);
    for (const route of Object.values(declared))
      if (isRoute(route)) served.set(`${route.method} ${route.path}`, handler);
  }
  return served;
}

const isRoute = (value: unknown): value is { readonly method: string; readonly path: string } =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value;
