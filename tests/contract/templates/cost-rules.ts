import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../scripts/build/repository-root.ts';
import { COSTS_PAGE, costsPage } from '../../../scripts/capacity/costs-page.ts';
import { STACKS, template } from './packaged-templates.ts';

/** That what a stage is said to cost is what its templates hold. */
export function costRules(): void {
  test('the page of costs is what npm run costs writes', () => {
    const of = (stage: 'dev' | 'prod') => [...STACKS.keys()].map((name) => template(name, stage).Resources);
    const page = readFileSync(join(repositoryRoot, COSTS_PAGE), 'utf8');
    expect(page).toBe(costsPage({ dev: of('dev'), prod: of('prod') }));
  }, 60_000);
}
