import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type CostWorld, startCostWorld } from '../tests/contract/costs/cost-world.ts';
import { compilingText, heavyModules, heavyText } from '../tests/contract/costs/forbidden.ts';
import { type HotPath, listHotPaths } from '../tests/contract/costs/hot-path.ts';
import { repositoryRoot } from './build/repository-root.ts';

const FILE = 'tests/contract/hot-path.json';

type HotPaths = Readonly<Record<string, HotPath>>;

/**
 * What the commonest request of each service loads, against the committed list, exactly: a cold start pays for every file
 * and every module of Node. Some may be in no list, and in no file that is deployed may be code that makes code. `--write`
 * writes what is loaded now.
 */
async function main(mode: string | undefined): Promise<void> {
  const file = join(repositoryRoot, FILE);
  const world = await startCostWorld();
  try {
    const loaded = await listHotPaths(world);
    if (mode === '--write') writeFileSync(file, `${JSON.stringify(loaded, null, 2)}\n`);
    const allowed: HotPaths = JSON.parse(readFileSync(file, 'utf8')); // ours, written above
    const problems = [...compare(loaded, allowed), ...Object.values(loaded).flatMap(heavy), ...texts(world)];
    console.log(`${Object.keys(loaded).length} hot paths, ${world.deployed.length} deployed files`);
    if (problems.length === 0) return;
    console.error(problems.join('\n'));
    process.exitCode = 1;
  } finally {
    await world.stop();
  }
}

const compare = (loaded: HotPaths, allowed: HotPaths): readonly string[] =>
  [...new Set([...Object.keys(loaded), ...Object.keys(allowed)])].flatMap((name) =>
    isDeepStrictEqual(loaded[name], allowed[name])
      ? []
      : [
          `${name} loads\n  ${JSON.stringify(loaded[name])}\n${FILE} says\n  ${JSON.stringify(allowed[name])}`,
          'If it has to be so: node scripts/hot-path.ts --write',
        ],
  );

const heavy = ({ first, second }: HotPath): readonly string[] =>
  [first, second].flatMap(heavyModules).map((name) => `${name} may not be loaded by a common request`);

/** What is loaded when first needed is a file of the layer; what nobody waits for may weigh what it will. */
const MAY_BE_HEAVY = /^@gymcoach\/core\/|\/platform\/handlers\/(canary|release-check)\./;

function texts({ deployed }: CostWorld): readonly string[] {
  return deployed.flatMap(({ path, text }) => {
    const found = [compilingText(text), MAY_BE_HEAVY.test(path) ? undefined : heavyText(text)];
    return found.filter((word) => word !== undefined).map((word) => `${path} has "${word}" in it`);
  });
}

await main(process.argv[2]);
