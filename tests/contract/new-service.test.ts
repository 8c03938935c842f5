import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import type { RouteCosts } from './costs/route-costs.ts';
import { copyTree } from './parts/copy-tree.ts';
import { runNode } from './parts/run-node.ts';

const NAME = 'water-intake';
const FOLDER = `services/${NAME}-service`;
const JSON_FILES = ['tests/contract/size-budgets.json', 'tests/contract/route-costs.json'];
let copy = '';

beforeAll(() => {
  copy = copyTree();
}, 60_000);

afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

const generate = (...args: readonly string[]): Promise<string> =>
  runNode(['scripts/new-service.ts', ...args], { cwd: copy });

test('refuses a name that is none, or taken, with one clear line and no file written', async () => {
  const keys = readFileSync(join(copy, 'layers/core/table/keys.ts'), 'utf8');
  await expect(generate()).rejects.toThrow('usage: npm run new:service');
  await expect(generate('Water')).rejects.toThrow('"Water" is no name');
  await expect(generate('../etc')).rejects.toThrow('is no name');
  await expect(generate('water-service')).rejects.toThrow('leave "-service" out');
  await expect(generate('class')).rejects.toThrow('has a meaning of its own');
  await expect(generate('user-profile')).rejects.toThrow('"user-profile" is taken');
  await expect(generate('preferences')).rejects.toThrow('"preferences" is taken');
  await expect(generate('problem')).rejects.toThrow('"problem" is taken');
  await expect(generate(NAME, '--kind', 'water')).rejects.toThrow('"water" is no permission kind');
  expect(existsSync(join(copy, FOLDER))).toBe(false);
  expect(readFileSync(join(copy, 'layers/core/table/keys.ts'), 'utf8')).toBe(keys);
}, 60_000);

test('makes a service that passes format, lint, types and the contract without a hand edit', async () => {
  const said = await generate(NAME);
  expect(said).toContain(`GET and PATCH /v1/users/{userId}/${NAME}`);
  expect(said).toContain('goal:read');
  const { routes }: RouteCosts = JSON.parse(readFileSync(join(copy, 'tests/contract/route-costs.json'), 'utf8'));
  expect(routes.filter(({ service }) => service === `${NAME}-service`)).toHaveLength(2);
  const [biome, tsc, jest] = await Promise.all([
    tool('@biomejs/biome/bin/biome', 'check', FOLDER, 'layers/core/table/keys.ts', ...JSON_FILES),
    tool('typescript/bin/tsc', '-p', '.'),
    tool(
      ...['jest/bin/jest.js', '--selectProjects', 'contract', 'unit', '--testPathPatterns'],
      ...['contract/(routes|openapi|imports|sizes)\\.test|capacity/model', `${FOLDER}/`],
    ),
  ]);
  expect({ biome, tsc, jest }).toEqual({ biome: expect.any(String), tsc: '', jest: expect.any(String) });
  await expect(generate(NAME)).rejects.toThrow(`"${NAME}" is taken`);
}, 300_000);

/** What a tool of the repository prints for the copy; throws when it is not content. */
const tool = (script: string, ...args: readonly string[]): Promise<string> =>
  runNode([join(repositoryRoot, 'node_modules', script), ...args], { cwd: copy });
