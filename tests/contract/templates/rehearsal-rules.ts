import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../scripts/build/repository-root.ts';
import { ofType, STACKS, STAGES, type Stage, template } from './packaged-templates.ts';

/** Written by `npm run rehearse`, which is too much for every test run: it deploys a stage. */
const RESULTS = 'tests/deploy/results/rehearsal.json';

interface Rehearsed {
  readonly stacks: readonly { readonly name: string; readonly resources: number }[];
  readonly resources: number;
  readonly unsupported: readonly { readonly type: string; readonly resources: number }[];
}

/** That what was rehearsed last is what would be deployed now: a stale result says nothing of these templates. */
export function rehearsalRules(): void {
  describe('the rehearsal', () => {
    const results = JSON.parse(readFileSync(join(repositoryRoot, RESULTS), 'utf8')) as Record<Stage, Rehearsed>; // its own
    const sizes = (stage: Stage) =>
      [...STACKS.keys()].map((name) => ({
        name: `gymcoach-${name.replace(/-service$/, '')}-${stage}`,
        resources: Object.keys(template(name, stage).Resources).length,
      }));
    const byName = (one: { readonly name: string }, other: { readonly name: string }) =>
      one.name < other.name ? -1 : 1;

    test.each(STAGES)(
      'deployed every stack of %s with the resources that it has now (or: npm run rehearse)',
      (stage) => {
        const { stacks, resources } = results[stage];
        expect(stacks.toSorted(byName)).toEqual(sizes(stage).toSorted(byName));
        expect(resources).toBe(sizes(stage).reduce((sum, stack) => sum + stack.resources, 0));
      },
    );

    test.each(STAGES)('counted the resources of each type that moto has not, as %s has them now', (stage) => {
      const now = results[stage].unsupported.map(({ type }) => ({
        type,
        resources: [...STACKS.keys()].flatMap((name) => ofType(name, stage, type)).length,
      }));
      expect(results[stage].unsupported).toMatchObject(now);
    });
  });
}
