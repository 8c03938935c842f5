import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { stageFigures } from '../../scripts/operate/deployment/stage-figures.ts';
import { runCommand } from '../../scripts/operate/stage.ts';
import { everythingIn, openAccount } from './account.ts';
import type { Deployed } from './deployed-stacks.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { pythonEnvironment } from './python-environment.ts';
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
import { rehearseRollback } from './rehearse-rollback.ts';
import { type UnsupportedType, unsupportedTypes } from './unsupported-types.ts';

const REPORT = join(import.meta.dirname, 'results/rehearsal.json');

/**
 * `npm run rehearse [-- --stage prod]`: deploys a copy of the repository into an emulator of AWS, by the commands that deploy it
 * to AWS, and looks at what has come of it. See docs/decisions/0030-deployment.md.
 */
await runCommand('rehearse', async () => {
  const { values } = parseArgs({ options: { stage: { type: 'string', default: 'dev' } } });
  const { stage } = values;
  const emulator = await startEmulator(pythonEnvironment({ say: console.log }));
  try {
    return await rehearse(stage, emulator);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${emulator.errors().slice(-2_000)}`, {
      cause: error,
    });
  } finally {
    await emulator.stop();
  }
});

async function rehearse(stage: string, { url, types }: Emulator): Promise<string> {
  const account = openAccount(url);
  const rehearsal = openRehearsal(stage, account, url);
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
    const alien = await everythingIn(account);
    if (alien.length > 0) throw new Error(`the account is not empty: ${alien.join(', ')}`);
    await step('deploy the platform, then everything', () => deployAll(rehearsal, deploy));
    const deployed = await step('every stack is whole and wired', () => check(rehearsal));
    await step('cursor key, first admin and redrive reach it', () => operate(rehearsal));
    await step('deploy again: nothing is deployed', () => deployAgain(rehearsal, deploy));
    if (stageFigures(stage).protect) {
      await step('the removal is refused, with what it would keep', () => refuseRemoval(rehearsal));
    } else {
      await step('change the layer alone: every function has it', () => changeLayer(rehearsal, deploy));
      await step('fail one stack, mend it, go on', () => failAndMend(rehearsal, deploy));
      await step('remove all, half of it gone already: nothing is left', () => removeAll(rehearsal));
      const archives = ['user-profile', 'access'].map((name) =>
        join(rehearsal.root, `services/${name}-service/.serverless/api.zip`),
      );
      const [first = '', second = ''] = archives;
      await step('release twice and roll back, in a stage of its own', async () =>
        console.log(`        ${await rehearseRollback({ endpoint: url, archives: [first, second] })}`),
      );
    }
    return report(stage, deployed, unsupportedTypes(deployed.stacks, types), { seconds, moto: types.moto });
  } finally {
    rehearsal.remove();
  }
}

function report(
  stage: string,
  { stacks }: Deployed,
  unsupported: readonly UnsupportedType[],
  { seconds, moto }: { readonly seconds: Readonly<Record<string, number>>; readonly moto: string },
): string {
  const resources = stacks.reduce((sum, stack) => sum + stack.resources.size, 0);
  const { version: osls } = JSON.parse(
    readFileSync(join(repositoryRoot, 'node_modules/serverless/package.json'), 'utf8'),
  ) as { readonly version: string }; // of any package
  const result = {
    stacks: stacks.map(({ name, resources: held }) => ({ name, resources: held.size })),
    resources,
    unsupported,
    seconds,
    versions: { moto, osls, node: process.versions.node },
  };
  const earlier: unknown = existsSync(REPORT) ? JSON.parse(readFileSync(REPORT, 'utf8')) : {};
  mkdirSync(join(REPORT, '..'), { recursive: true });
  writeFileSync(REPORT, `${JSON.stringify({ ...(earlier as object), [stage]: result }, undefined, 2)}\n`);
  return [
    ...unsupported.map(({ type, resources: count, instead }) => `not in moto: ${type}, ${count} resources, ${instead}`),
    `rehearsal: ${stacks.length} stacks, ${resources} resources, ${unsupported.length} unsupported types`,
  ].join('\n');
}
