import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STACKS, STAGES } from '../../contract/templates/packaged-templates.ts';
import { type PackagedStack, packageStack } from '../../support/package-stack.ts';
import { compareTemplates } from './compare-templates.ts';
import { readOutput } from './read-output.ts';

/** One stack of one stage, packaged by both CLIs. */
interface Packaged {
  readonly stack: string;
  readonly stage: string;
  readonly resources: number;
  readonly equalValues: number;
  readonly knownDifferences: readonly string[];
  readonly knownWarnings: readonly string[];
  readonly unexpected: readonly string[];
}

/**
 * Its command looks for an installation in the folder of the service and steps aside for that, which is osls: so what it would
 * start itself is started here.
 */
const UPSTREAM = join(import.meta.dirname, 'node_modules/serverless/scripts/serverless.js');
const RESULTS = join(import.meta.dirname, '../results/upstream.json');
/** It would tell its makers that it was used. */
const QUIET = { SLS_TRACKING_DISABLED: '1' };
const DASHBOARD = { ...QUIET, SLS_ORG: 'example', SLS_APP: 'gymcoach' };
const LOGGED_OUT = 'You are not currently logged in. To log in, use: $ serverless login';

/**
 * `npm run rehearse:upstream`: packages every stack by the upstream CLI, serverless@3, and compares its template with that of
 * osls, value by value. With `SLS_ORG` and `SLS_APP` set it has to ask for a login, for it is asked without one. Writes
 * tests/deploy/results/upstream.json; ends with 1 when something is not as known.
 */
const packaged: Packaged[] = [];
const dashboard: { readonly stack: string; readonly asksForLogin: boolean }[] = [];
for (const [name, folder] of STACKS) {
  for (const stage of STAGES) {
    const result = await packageByBoth(name, folder, stage).catch((error: unknown) => failed(name, stage, error));
    packaged.push(result);
    const count = `${result.resources} resources, ${result.equalValues} values equal`;
    console.log(`${name} ${stage}: ${count}, ${result.unexpected.length} unexpected`);
    for (const line of result.unexpected) console.log(`  ${line}`);
  }
  const asksForLogin = await asksToLogIn(folder);
  dashboard.push({ stack: name, asksForLogin });
  if (!asksForLogin) console.log(`${name}: with SLS_ORG and SLS_APP it does not ask for a login`);
}
const unexpected = packaged.reduce((sum, one) => sum + one.unexpected.length, 0);
const open = dashboard.filter(({ asksForLogin }) => !asksForLogin).length;
const cli = 'serverless 3.40.0';
writeFileSync(
  RESULTS,
  `${JSON.stringify({ cli, unexpected: unexpected + open, packaged, dashboard }, undefined, 2)}\n`,
);
console.log(`upstream: ${packaged.length} packages by ${cli}, ${unexpected + open} unexpected`);
process.exitCode = unexpected + open === 0 ? 0 : 1;

/** What one of them cannot package at all. */
function failed(stack: string, stage: string, error: unknown): Packaged {
  const nothing = { resources: 0, equalValues: 0, knownDifferences: [], knownWarnings: [] };
  return { stack, stage, ...nothing, unexpected: [error instanceof Error ? error.message : String(error)] };
}

async function packageByBoth(stack: string, folder: string, stage: string): Promise<Packaged> {
  const [ours, theirs] = [await packageStack(folder, stage), await packageStack(folder, stage, QUIET, UPSTREAM)];
  try {
    const { unexpected: differences, known, equal } = compareTemplates(ours.template, theirs.template);
    const { warnings, unexpected: lines } = readOutput(theirs.output);
    return {
      ...{ stack, stage, resources: resourcesOf(theirs), equalValues: equal, knownDifferences: known },
      knownWarnings: warnings,
      unexpected: [...differences, ...lines],
    };
  } finally {
    ours.remove();
    theirs.remove();
  }
}

function resourcesOf({ template }: PackagedStack): number {
  return Object.keys(template.Resources).length;
}

async function asksToLogIn(folder: string): Promise<boolean> {
  try {
    (await packageStack(folder, 'dev', DASHBOARD, UPSTREAM)).remove();
    return false;
  } catch (error) {
    return error instanceof Error && error.message.includes(LOGGED_OUT);
  }
}
