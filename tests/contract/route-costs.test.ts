import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { documentedRoutes } from '../support/authorization-matrix/documented-routes.ts';
import type { RouteCosts } from './costs/route-costs.ts';
import { runNode } from './parts/run-node.ts';

const FILE = join(repositoryRoot, 'tests/contract/route-costs.json');

test('every route of the document has its cost', () => {
  const { routes }: RouteCosts = JSON.parse(readFileSync(FILE, 'utf8')); // written by scripts/route-costs.ts
  const costed = new Set(routes.map(({ method, path }) => `${method} ${path}`));
  const names = documentedRoutes().map(({ method, path }) => `${method} ${path}`);
  expect(names.filter((name) => !costed.has(name))).toEqual([]);
});

test('no request asks AWS for more or less than is committed (scripts/route-costs.ts)', async () => {
  await expect(runNode(['scripts/route-costs.ts'])).resolves.toMatch(/\d+ requests and \d+ batches measured/);
}, 150_000);
