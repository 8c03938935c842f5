import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { readApiParts } from './parts/api-parts.ts';
import { possibleStatuses } from './parts/possible-statuses.ts';
import { runModule } from './parts/run-node.ts';

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, unknown>>;
  readonly security?: readonly unknown[];
  readonly 'x-permission'?: string;
}

const text = readFileSync(join(repositoryRoot, 'docs/openapi.json'), 'utf8');
const document = JSON.parse(text) as { readonly paths: Record<string, Record<string, Operation>> }; // valid, see below
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, key: `${method.toUpperCase()} ${path}`, operation })),
);

test('docs/openapi.json is what the routes say now (else: node scripts/openapi.ts)', async () => {
  const code = "import { describeApi } from './scripts/openapi.ts'; process.stdout.write(await describeApi());";
  expect(text).toBe(await runModule(code));
}, 30_000);

test('docs/openapi.json is valid OpenAPI 3.1, and every reference in it leads somewhere', async () => {
  const validator = new Validator();
  expect(await validator.validate(JSON.parse(text))).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
  expect(() => validator.resolveRefs()).not.toThrow();
});

test('each operation has an id of its own', () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('each personal route names its permission, and is open to nobody without a token', () => {
  const personal = operations.filter(({ path }) => path.includes('{userId}'));
  expect(personal.length).toBeGreaterThan(0);
  for (const { key, operation } of personal) {
    expect({ key, permission: operation['x-permission'] }).toEqual({
      key,
      permission: expect.stringMatching(/^[a-z-]+:[a-zA-Z]+$/),
    });
    expect({ key, security: operation.security }).toEqual({ key, security: undefined });
  }
});

test('each refusal that the code of a route can give is described', async () => {
  const missing: string[] = [];
  for (const part of await readApiParts()) {
    for (const [name, route] of part.routes) {
      const described = document.paths[route.path]?.[route.method.toLowerCase()]?.responses ?? {};
      const possible = await possibleStatuses(part, name, route);
      const absent = possible.filter((status) => !(status in described));
      if (absent.length > 0) missing.push(`${name}: ${absent}`);
    }
  }
  expect(missing).toEqual([]);
}, 60_000);
