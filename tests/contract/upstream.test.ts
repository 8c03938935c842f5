import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { everywhere, STACKS } from './templates/packaged-templates.ts';

/** Written by `npm run rehearse:upstream`, which is too much for every test run: it installs the CLI first. */
const file = join(repositoryRoot, 'tests/deploy/results/upstream.json');

interface Results {
  readonly unexpected: number;
  readonly packaged: readonly {
    readonly stack: string;
    readonly stage: string;
    readonly unexpected: readonly string[];
  }[];
  readonly dashboard: readonly { readonly stack: string; readonly asksForLogin: boolean }[];
}

test('every stack of every stage was packaged by the upstream CLI as by ours', () => {
  expect(existsSync(file)).toBe(true);
  const { unexpected, packaged, dashboard } = JSON.parse(readFileSync(file, 'utf8')) as Results; // by the rehearsal
  expect(unexpected).toBe(0);
  expect(packaged.map(({ stack, stage }) => [stack, stage])).toEqual(everywhere);
  expect(packaged.flatMap((one) => one.unexpected)).toEqual([]);
  expect(dashboard).toEqual([...STACKS.keys()].map((stack) => ({ stack, asksForLogin: true })));
});
