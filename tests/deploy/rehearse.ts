import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { stageFigures } from '../../scripts/operate/deployment/stage-figures.ts';
import { runCommand } from '../../scripts/operate/stage.ts';
import { openAccount } from './account.ts';
import type { Deployed } from './deployed-stacks.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { type PythonEnvironment, pythonEnvironment } from './python-environment.ts';
import {
  changeLayer,
  check,
  deployAgain,
  deployAll,
  failAndMend,
  openRehearsal,
  operate,
  refuseRemoval,
  removeAll,
} from './rehearsal.ts';
import { type RolledBack, rehearseRollback } from './rehearse-rollback.ts';
import { takeInventory } from './take-inventory.ts';
import { type UnsupportedType, unsupportedTypes } from './unsupported-types.ts';

const REPORT = join(import.meta.dirname, 'results/rehearsal.json');
const NOT_REHEARSED = ['npm run smoke: the API of the emulator answers nothing'];

/**
 * `npm run rehearse [-- --stage prod]`: deploys a copy of the repository into an emulator of AWS, by the commands that deploy it
 * to AWS, and looks at what has come of it. See docs/decisions/0030-deployment.md.
 */
await runCommand('rehearse', async () => {
  const { values } = parseArgs({ options: { stage: { type: 'string', default: 'dev' } } });
  const { stage } = values;
  const python = pythonEnvironment({ say: console.log });
  const emulator = await startEmulator(python);
  try {
    return await rehearse(stage, emulator, python);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${emulator.errors().slice(-2_000)}`, {
      cause: error,
    });
  } finally {
    await emulator.stop();
  }
});

async function rehearse(stage: string, { url, types }: Emulator, python: PythonEnvironment): Promise<string> {
  const account = openAccount(url);
  const inventory = () => takeInventory(python, url);
  const rehearsal = openRehearsal(stage, account, url, async () => (await inventory()).found);
  const deploy = ['run', 'deploy', '--', '--stage', stage];
  const seconds: Record<string, number> = {};
  const step = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const begun = Date.now();
    const result = await work();
    seconds[name] = Math.round((Date.now() - begun) / 1_000);
    console.log(`${String(seconds[name]).padStart(4)} s  ${name}`);
    return result;
  };
  try {
    const { found: alien, seen } = await inventory();
    if (alien.length > 0) throw new Error(`the account is not empty: ${alien.join(', ')}`);
    await step('deploy the platform, then everything', () => deployAll(rehearsal, deploy));
    const deployed = await step('every stack is whole and wired', () => check(rehearsal));
    await step('cursor key, first admin, redrive and the canary reach it', () => operate(rehearsal));
    await step('deploy again: nothing is deployed', () => deployAgain(rehearsal, deploy));
    let rollback: RolledBack | undefined;
    if (stageFigures(stage).protect) {
      await step('the removal is refused, with what it would keep', () => refuseRemoval(rehearsal));
    } else {
      // Prod's functions, in an account that does not have them yet.
      rollback = await step('two releases, and the second taken back', () =>
        rehearseRollback({ endpoint: url, archives: archivesOf(deployed) }),
      );
      await step('change the layer alone: every function has it', () => changeLayer(rehearsal, deploy));
      await step('fail one stack, mend it, go on', () => failAndMend(rehearsal, deploy));
      await step('remove all, half of it gone already: nothing is left', () => removeAll(rehearsal));
    }
    const unsupported = unsupportedTypes(deployed.stacks, types);
    const unseen = unseenTypes(deployed, seen);
    return report(stage, deployed, { unsupported, unseen, seconds, rollback, moto: types.moto });
  } finally {
    rehearsal.remove();
  }
}

/** Two that differ, as they were packaged. */
function archivesOf({ stacks }: Deployed): readonly [string, string] {
  const [first, second] = stacks.flatMap(({ folder }) => globSync(join(folder, '.serverless/*.zip')).slice(0, 1));
  if (first === undefined || second === undefined) throw new Error('no two stacks have archives');
  return [first, second];
}

/** Types whose resources nobody would find: what a removal leaves of them is not noticed. */
function unseenTypes({ stacks }: Deployed, seen: readonly string[]): readonly string[] {
  const types = new Set(stacks.flatMap(({ template }) => Object.values(template).map(({ Type }) => Type)));
  return [...types].filter((type) => !seen.includes(type)).toSorted();
}

interface Findings {
  readonly unsupported: readonly UnsupportedType[];
  readonly unseen: readonly string[];
  readonly seconds: Readonly<Record<string, number>>;
  readonly rollback: RolledBack | undefined;
  readonly moto: string;
}

function report(
  stage: string,
  { stacks }: Deployed,
  { unsupported, unseen, seconds, rollback, moto }: Findings,
): string {
  const resources = stacks.reduce((sum, stack) => sum + stack.resources.size, 0);
  const { version: osls } = JSON.parse(
    readFileSync(join(repositoryRoot, 'node_modules/serverless/package.json'), 'utf8'),
  ) as { readonly version: string }; // of any package
  const result = {
    stacks: stacks.map(({ name, resources: held }) => ({ name, resources: held.size })),
    resources,
    unsupported,
    ...{ notLookedFor: unseen, notRehearsed: NOT_REHEARSED },
    seconds,
    ...(rollback === undefined ? {} : { rollback }),
    versions: { moto, osls, node: process.versions.node },
  };
  const earlier: unknown = existsSync(REPORT) ? JSON.parse(readFileSync(REPORT, 'utf8')) : {};
  mkdirSync(join(REPORT, '..'), { recursive: true });
  writeFileSync(REPORT, `${JSON.stringify({ ...(earlier as object), [stage]: result }, undefined, 2)}\n`);
  return [
    ...unsupported.map(({ type, resources: count, instead }) => `not in moto: ${type}, ${count} resources, ${instead}`),
    ...unseen.map((type) => `not looked for after a removal: ${type}, which moto does not list`),
    ...NOT_REHEARSED.map((command) => `not rehearsed: ${command}`),
    ...(rollback === undefined ? [] : [`rollback: ${rollback.functions} functions in ${rollback.milliseconds} ms`]),
    `rehearsal: ${stacks.length} stacks, ${resources} resources, ${unsupported.length} unsupported types`,
  ].join('\n');
}
