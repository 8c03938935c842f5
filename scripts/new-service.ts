import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { USER_OWN } from '../layers/core/auth/built-in-roles.ts';
import { KINDS, type Kind } from '../layers/core/auth/catalogue.ts';
import { repositoryRoot } from './build/repository-root.ts';
import { composedStacks, withKey, withStack } from './new-service/edit-shared.ts';
import { otherFiles } from './new-service/other-files.ts';
import { type ServiceNames, serviceNames } from './new-service/service-names.ts';
import { sourceFiles } from './new-service/source-files.ts';

const USAGE = 'usage: npm run new:service -- <name> [--kind <permission kind>]';
const DEFAULT_KIND: Kind = 'goal';
const KEYS = 'layers/core/table/keys.ts';
const COMPOSE = 'services/serverless-compose.yml';

/** `npm run new:service -- water-intake`: a service that looks like the others, with one small versioned resource. */
function main(): void {
  const names = readNames(process.argv.slice(2));
  refuseTaken(names);
  const folder = `services/${names.kebab}-service`;
  const inside = Object.entries({ ...sourceFiles(names), ...otherFiles(names) });
  const files = new Map([
    ...inside.map(([path, content]) => [`${folder}/${path}`, content] as const),
    [KEYS, withKey(read(KEYS), names)],
    [COMPOSE, withStack(read(COMPOSE), names)],
  ]);
  for (const [path, content] of files) {
    mkdirSync(dirname(join(repositoryRoot, path)), { recursive: true });
    writeFileSync(join(repositoryRoot, path), content);
  }
  // Lines of a template are as long as its names: the formatter has the last word.
  run('node_modules/@biomejs/biome/bin/biome', 'check', '--write', folder, KEYS);
  run('scripts/openapi.ts');
  run('scripts/sizes.ts', '--add');
  run('scripts/route-costs.ts', '--add');
  run('scripts/monitoring/write-operations.ts');
  console.log(report(names, folder));
}

function readNames(args: readonly string[]): ServiceNames {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { kind: { type: 'string' } },
  });
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw new Error(USAGE);
  const wanted = values.kind ?? name;
  const kind = KINDS.find((known) => known === wanted) ?? (values.kind === undefined ? DEFAULT_KIND : undefined);
  if (kind === undefined) {
    throw new Error(
      `"${wanted}" is no permission kind; add it to layers/core/auth/catalogue.ts or take one of ${KINDS.join(', ')}`,
    );
  }
  return serviceNames(name, kind);
}

function refuseTaken({ kebab, pascal }: ServiceNames): void {
  const { paths, components } = JSON.parse(read('docs/openapi.json')) as {
    paths: Record<string, Record<string, { operationId: string }>>;
    components: { schemas: object };
  }; // our own file
  const ids = Object.values(paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId));
  const taken =
    existsSync(join(repositoryRoot, `services/${kebab}-service`)) ||
    composedStacks(join(repositoryRoot, COMPOSE)).includes(kebab) ||
    `/v1/users/{userId}/${kebab}` in paths ||
    pascal in components.schemas ||
    ids.includes(`get${pascal}`) ||
    ids.includes(`update${pascal}`);
  if (taken) throw new Error(`"${kebab}" is taken: by a service, a path, an operation or a schema of the API`);
}

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');

function run(script: string, ...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(repositoryRoot, script), ...args], {
    cwd: repositoryRoot,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${script} ${args.join(' ')} failed\n${stdout}${stderr}`);
}

function report({ kebab, camel, kind }: ServiceNames, folder: string): string {
  const isOwn = USER_OWN.has(`${kind}:read`) && USER_OWN.has(`${kind}:update`);
  return `${folder} serves GET and PATCH /v1/users/{userId}/${kebab}.

Also changed: ${KEYS} (keys.${camel}), ${COMPOSE}, docs/openapi.json,
tests/contract/size-budgets.json, tests/contract/route-costs.json, alarms and dashboards in docs/operations.

It asks for the permissions ${kind}:read and ${kind}:update${isOwn ? ', which every user has on what is their own.' : '. The role "user" does not have them: see layers/core/auth/built-in-roles.ts.'}
For a kind of its own, add "${kebab}" to KINDS in layers/core/auth/catalogue.ts and to USER_OWN in
layers/core/auth/built-in-roles.ts, then say it in ${folder}/routes.ts.

Next: describe the data in ${folder}/domain/${kebab}.schema.ts, then npm run costs (it packages the stacks) and npm run check.`;
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
