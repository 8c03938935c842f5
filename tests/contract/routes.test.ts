import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { type ApiPart, kebab, readApiParts, readJsonFolder } from './parts/api-parts.ts';

const MAX_HANDLER_LINES = 20;
const DEFAULT_ROUTE = '*';

interface Route {
  readonly part: ApiPart;
  readonly name: string;
  readonly key: string;
}

let parts: readonly ApiPart[] = [];
let routes: readonly Route[] = [];

beforeAll(async () => {
  parts = await readApiParts();
  routes = parts.flatMap((part) =>
    [...part.routes].map(([name, { method, path }]) => ({ part, name, key: `${method} ${path}` })),
  );
}, 30_000);

test('there is a platform and at least one service with routes', () => {
  expect(parts.map(({ name }) => name)).toEqual(expect.arrayContaining(['platform', 'user-profile-service']));
  for (const { routes: declared } of parts) expect(declared.size).toBeGreaterThan(0);
});

test('each routes.ts declares exactly the events of its serverless.yml', () => {
  for (const { name, routes: declared, events } of parts) {
    const promised = [...declared.values()].map(({ method, path }) => `${method} ${path}`);
    const given = events.filter((key) => key !== DEFAULT_ROUTE);
    expect({ name, routes: given.toSorted() }).toEqual({ name, routes: promised.toSorted() });
  }
});

test('only the platform answers what no route matches', () => {
  const owners = parts.filter(({ events }) => events.includes(DEFAULT_ROUTE)).map(({ name }) => name);
  expect(owners).toEqual(['platform']);
});

test('docs/openapi.json lists exactly the declared routes', () => {
  // Our own file, written by scripts/openapi.ts.
  const { paths } = JSON.parse(readFileSync(join(repositoryRoot, 'docs/openapi.json'), 'utf8')) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const described = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.toSorted()).toEqual(routes.map(({ key }) => key).toSorted());
});

test('no request fits two routes', () => {
  const collisions = routes.flatMap((a, index) =>
    routes.slice(index + 1).flatMap((b) => (overlap(a.key, b.key) ? [`${a.key} | ${b.key}`] : [])),
  );
  expect(collisions).toEqual([]);
});

/** Where what changes something is bound, in a service that has it apart. */
const changesOf = (folder: string): readonly string[] =>
  [join(folder, 'handlers/changes.ts')].filter((file) => existsSync(file));

test('each route has a handler file of its name that exports it, and is bound where its method is served', () => {
  for (const { part, name, key } of routes) {
    const file = join(part.folder, 'handlers', `${kebab(name)}.ts`);
    expect({ file, exists: existsSync(file) }).toEqual({ file, exists: true });
    expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^export (const|function) ${name}\\b`, 'm'));
    const apart = changesOf(part.folder);
    const [served, other] =
      apart.length === 0 || key.startsWith('GET ') ? [part.entries, apart] : [apart, part.entries];
    const isIn = (files: readonly string[]): boolean =>
      files.some((at) => new RegExp(`\\bon\\(\\s*routes\\.${name},\\s*${name}\\b`).test(readFileSync(at, 'utf8')));
    expect({ name, bound: isIn(served), elsewhere: isIn(other) }).toEqual({ name, bound: true, elsewhere: false });
  }
});

test('handlers/ holds handlers of routes and entries of functions only', () => {
  for (const { folder, entries, routes: declared } of parts) {
    const handlers = [...declared.keys()].map((name) => join(folder, 'handlers', `${kebab(name)}.ts`));
    const expected = [...handlers, ...entries, ...changesOf(folder)];
    const present = readdirSync(join(folder, 'handlers')).map((name) => join(folder, 'handlers', name));
    expect(present.filter((file) => !file.endsWith('.test.ts')).toSorted()).toEqual(expected.toSorted());
  }
});

test(`a handler has at most ${MAX_HANDLER_LINES} lines of code`, () => {
  const long = routes.flatMap(({ part, name }) => {
    const file = join(part.folder, 'handlers', `${kebab(name)}.ts`);
    const lines = linesOfCode(readFileSync(file, 'utf8'));
    return lines > MAX_HANDLER_LINES ? [`${file}: ${lines}`] : [];
  });
  expect(long).toEqual([]);
});

test('each route has sample events: one that succeeds, one that is refused', () => {
  const missing = routes.flatMap(({ part, name }) => {
    const files = [...readJsonFolder(join(part.folder, 'events')).keys()];
    const success = files.includes(`${kebab(name)}.json`);
    const failure = files.some((file) => file.startsWith(`${kebab(name)}.`) && file !== `${kebab(name)}.json`);
    return [...(success ? [] : [`${kebab(name)}.json`]), ...(failure ? [] : [`${kebab(name)}.<what>.json`])];
  });
  expect(missing).toEqual([]);
});

test('each sample event is one that the gateway would send to its route, or a stream to its reader', () => {
  const wrong = parts.flatMap(({ name, folder, routes: declared, entries }) => {
    const readers = entries.map((entry) => basename(entry, '.ts'));
    const byFile = new Map([...declared].map(([route, definition]) => [kebab(route), definition]));
    return [...readJsonFolder(join(folder, 'events'))].flatMap(([file, content]) => {
      if (file === 'expected.json') return [];
      if (readers.includes(file.slice(0, file.indexOf('.')))) {
        return isBatch(content) ? [] : [`${name}: ${file} is no batch of a stream`];
      }
      const definition = byFile.get(file.slice(0, file.indexOf('.')));
      if (definition === undefined) return routeKeyOf(content) === '$default' ? [] : [`${name}: ${file} has no route`];
      const { method, path } = definition;
      const fits = routeKeyOf(content) === `${method} ${path}` && fitsPath(path, content, method);
      return fits ? [] : [`${name}: ${file} is no event of ${method} ${path}`];
    });
  });
  expect(wrong).toEqual([]);
});

/** Writes that name no version, and why nobody's change is lost by them. */
const WITHOUT_VERSION: Readonly<Record<string, string>> = {
  'PUT /v1/users/{userId}/profile': 'creates: other content than what is there is 409',
  'PUT /v1/admin/users/{userId}/roles/{role}':
    "gives: again, its reason and end are the last admin's, and the audit trail has both",
  'DELETE /v1/admin/users/{userId}/roles/{role}': 'takes access away, whatever has been noted about it meanwhile',
  'DELETE /v1/coaching/relationships/{relationshipId}': 'takes access away, whatever has been granted meanwhile',
};

test('each write names a version, or its intent, or has a reason for neither', () => {
  const writes = routes.flatMap(({ part, name, key }) => {
    const { method, precondition, idempotencyKey } = part.routes.get(name) ?? {};
    if (method === 'GET' || precondition !== undefined || idempotencyKey !== undefined) return [];
    return [key];
  });
  // The question what would be decided changes nothing.
  expect(writes.toSorted()).toEqual(
    [...Object.keys(WITHOUT_VERSION), 'POST /v1/admin/authorization/explain'].toSorted(),
  );
});

/** Equal methods, and paths that differ in no fixed segment. */
function overlap(a: string, b: string): boolean {
  const [left, right] = [a.split('/'), b.split('/')];
  const open = (segment: string): boolean => segment.startsWith('{');
  return (
    left.length === right.length &&
    left.every((segment, index) => {
      const other = right[index] ?? '';
      return segment === other || open(segment) || open(other);
    })
  );
}

/** Without imports, comments and empty lines. */
const linesOfCode = (source: string): number =>
  source
    .replace(/^import\b[^;]*;$/gm, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length;

interface GatewayEvent {
  readonly version?: string;
  readonly routeKey?: string;
  readonly rawPath?: string;
  readonly requestContext?: { readonly routeKey?: string; readonly http?: { method?: string; path?: string } };
}

function isBatch(event: unknown): boolean {
  const { Records = [] } = event as { Records?: readonly { eventSource?: string; dynamodb?: object }[] }; // looked at below
  return Records.length > 0 && Records.every(({ eventSource, dynamodb }) => eventSource === 'aws:dynamodb' && dynamodb);
}

const routeKeyOf = (event: unknown): unknown => (event as GatewayEvent).routeKey; // any JSON object may be asked

function fitsPath(template: string, event: unknown, method: string): boolean {
  const { version, rawPath = '', requestContext } = event as GatewayEvent; // compared field by field below
  const pattern = new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
  const http = requestContext?.http;
  return version === '2.0' && pattern.test(rawPath) && http?.path === rawPath && http.method === method;
}
