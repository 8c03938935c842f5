import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageStack } from '../../tests/support/package-stack.ts';
import { readStacks } from '../build/read-stack.ts';
import { repositoryRoot } from '../build/repository-root.ts';
import { COSTS_PAGE, costsPage } from './costs-page.ts';
import type { Resources } from './fixed-costs.ts';

/** `npm run costs`: writes docs/operations/costs.md anew, from templates that it packages first. */
async function resourcesOf(stage: string): Promise<readonly Resources[]> {
  const all: Resources[] = [];
  for (const { folder } of readStacks()) {
    const packaged = await packageStack(folder.slice(repositoryRoot.length + 1) || '.', stage);
    all.push(packaged.template.Resources);
    packaged.remove();
  }
  return all;
}

const page = costsPage({ dev: await resourcesOf('dev'), prod: await resourcesOf('prod') });
const file = join(repositoryRoot, COSTS_PAGE);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, page);
console.log(`wrote ${COSTS_PAGE}`);
