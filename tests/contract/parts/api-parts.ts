import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitionOf } from '../../../middleware/contract/generate.ts';
import type { Definition } from '../../../middleware/contract/route.ts';
import { readFunctions, readStacks } from '../../../scripts/build/read-stack.ts';
import { repositoryRoot } from '../../../scripts/build/repository-root.ts';

/** One stack that serves routes: the platform or a service. */
export interface ApiPart {
  /** `platform`, `user-profile-service`. */
  readonly name: string;
  /** Absolute; holds routes.ts, handlers/ and events/. */
  readonly folder: string;
  /** Export of routes.ts -> what it declares. */
  readonly routes: ReadonlyMap<string, Definition>;
  /** `GET /v1/...` of its serverless.yml; `*` is the gateway's default route. */
  readonly events: readonly string[];
  /** Files that a function begins with, absolute. */
  readonly entries: readonly string[];
}

/** Every stack with a routes.ts, read from the sources. */
export async function readApiParts(): Promise<readonly ApiPart[]> {
  const parts: ApiPart[] = [];
  for (const stack of readStacks()) {
    const platform = stack.folder === repositoryRoot;
    const folder = platform ? join(repositoryRoot, 'platform') : stack.folder;
    if (!existsSync(join(folder, 'routes.ts'))) continue;
    const functions = readFunctions(stack);
    parts.push({
      name: platform ? 'platform' : stack.folder.slice(join(repositoryRoot, 'services/').length),
      folder,
      routes: routesOf(await import(join(folder, 'routes.ts'))),
      events: functions.flatMap(({ events }) => events.flatMap(routeKey)),
      entries: functions.map(({ handler }) => join(stack.folder, handler.replace(/\.\w+$/, '.ts'))),
    });
  }
  return parts;
}

/** `getProfile` -> `get-profile`. */
export const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The JSON files of a folder by name, none where the folder is missing. */
export function readJsonFolder(folder: string): ReadonlyMap<string, unknown> {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  return new Map(names.map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8'))]));
}

function routesOf(exports: Readonly<Record<string, unknown>>): ReadonlyMap<string, Definition> {
  return new Map(
    Object.entries(exports).flatMap(([name, value]) => {
      const definition = definitionOf(value);
      return isDefinition(definition) ? [[name, definition] as const] : [];
    }),
  );
}

const isDefinition = (value: unknown): value is Definition =>
  typeof value === 'object' && value !== null && 'method' in value && 'returns' in value;

/** The CLI takes `GET /path`, `*`, or a map of method and path. */
function routeKey(event: unknown): readonly string[] {
  const { httpApi } = event as { httpApi?: string | { method: string; path: string } }; // checked by the CLI
  if (httpApi === undefined) return [];
  return [typeof httpApi === 'string' ? httpApi : `${httpApi.method.toUpperCase()} ${httpApi.path}`];
}
