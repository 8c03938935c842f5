import { chooseStacks } from '../../build/choose-stacks.ts';
import type { Stack } from '../../build/read-stack.ts';
import { readArguments, type Stage } from '../stage.ts';
import { deployableStacks } from './deployable-stacks.ts';
import { stageFigures } from './stage-figures.ts';

const USAGE =
  'npm run deploy -- --stage <stage> [--only <service> | --infrastructure-only] [--force] [--param <name>=<value>] [--region <region>]';

export interface DeployArguments {
  readonly stage: Stage;
  /** What is to be deployed, in order. */
  readonly stacks: readonly Stack[];
  /** The one that all others build on. */
  readonly platform: Stack;
  /** Unchanged stacks as well. */
  readonly force: boolean;
  /** Figures of the stage for this deployment alone, `memory=512`. */
  readonly params: readonly string[];
}

/** Reads the command line of `npm run deploy`, or what stands in its place. Throws one message, with the usage, before anything is asked of AWS. */
export function readDeployArguments(args?: readonly string[]): DeployArguments {
  const { stage, flags, names } = readArguments(
    USAGE,
    {
      only: { type: 'string' },
      'infrastructure-only': { type: 'boolean' },
      force: { type: 'boolean' },
      param: { type: 'string', multiple: true },
    },
    args,
  );
  refuseLocal(stage.name);
  if (names.length > 0) throw new Error(`what is "${names.join(' ')}" to do here?\nusage: ${USAGE}`);
  const infrastructure = flags['infrastructure-only'] === true;
  const { only } = flags;
  if (infrastructure && only !== undefined)
    throw new Error(`--only or --infrastructure-only, not both\nusage: ${USAGE}`);
  const params = readParams((flags.param ?? []) as unknown as string | readonly string[], stage.name); // as the option says
  const all = deployableStacks(stage.name, { params: Object.fromEntries(params) });
  const [platform] = all;
  if (platform === undefined) throw new Error('services/serverless-compose.yml names no stack');
  const stacks = infrastructure ? [platform] : chooseStacks(all, typeof only === 'string' ? only : undefined);
  return {
    ...{ stage, stacks, platform, force: flags.force === true },
    params: params.map(([name, value]) => `${name}=${value}`),
  };
}

/** Names and values. The CLI would take no notice of a figure that does not exist. */
function readParams(params: string | readonly string[], stage: string): readonly (readonly [string, string])[] {
  const known = stageFigures(stage).names;
  return [params].flat().map((param) => {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(param) ?? [];
    if (name === '') throw new Error(`--param ${param}: it has to be <name>=<value>`);
    if (known.includes(name)) return [name, value] as const;
    throw new Error(`services/_shared/params.yml has no figure "${name}"; there are: ${known.join(', ')}`);
  });
}

/** `local` is what `npm start` serves: its figures and addresses are of this machine. */
export function refuseLocal(stage: string): void {
  if (stage === 'local')
    throw new Error('the stage "local" is what npm start serves, it is never deployed: try --stage dev');
}
