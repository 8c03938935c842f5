import { parseArgs } from 'node:util';
import { localNames } from '../local/local-names.ts';

/** A deployed stage, or `local`, and how to reach it. */
export interface Stage {
  readonly name: string;
  /** Options of an AWS client. In AWS the credentials are those of the shell. */
  readonly client: (localUrl: string) => {
    readonly region: string;
    readonly endpoint?: string;
    readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
}

/**
 * Characters: the role of a function is called after stack, stage, function and region, of 64 in all, and cannot be cut, for
 * the CLI makes it. `change-feed` and `number-changes` leave so many in the regions with the longest names.
 */
export const LONGEST_STAGE_NAME = 13;
const NAME = new RegExp(`^[a-z][a-z0-9-]{0,${LONGEST_STAGE_NAME - 1}}$`);

/** Reads `--stage`, `--region` and the options of one command. Throws with the usage when they are not right. */
export function readArguments<Flag extends string>(
  usage: string,
  flags: Readonly<Record<Flag, { readonly type: 'string' | 'boolean'; readonly multiple?: boolean }>>,
  args: readonly string[] = process.argv.slice(2),
): {
  readonly stage: Stage;
  readonly flags: Partial<Record<Flag, string | boolean>>;
  readonly names: readonly string[];
} {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { stage: { type: 'string' }, region: { type: 'string' }, ...flags },
      allowPositionals: true,
    });
    const { stage, region, ...rest } = values as Record<string, string | boolean | undefined>; // as the options say
    if (typeof stage !== 'string') throw new Error('--stage is missing');
    if (!NAME.test(stage)) {
      throw new Error(
        `"${stage}" cannot be a stage: a letter and at most ${LONGEST_STAGE_NAME - 1} of a-z, 0-9 and "-" after it`,
      );
    }
    // The keys are those of `flags`, whose types parseArgs has enforced.
    return {
      stage: stageOf(stage, region),
      flags: rest as Partial<Record<Flag, string | boolean>>,
      names: positionals,
    };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\nusage: ${usage}`, { cause: error });
  }
}

function stageOf(name: string, region: unknown): Stage {
  const chosen = typeof region === 'string' ? region : (process.env['AWS_REGION'] ?? localNames.region);
  const local = { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  return {
    name,
    client: (endpoint) => (name === 'local' ? { region: localNames.region, endpoint, ...local } : { region: chosen }),
  };
}

/** Where the tables of a stage are, for our own client, which does not read the shell as those of the SDK do. */
export function tablesEndpoint({ name }: Stage): string | undefined {
  if (name === 'local') return process.env['GYMCOACH_DYNAMODB_URL'] || 'http://127.0.0.1:3001';
  return process.env['AWS_ENDPOINT_URL_DYNAMODB'] || process.env['AWS_ENDPOINT_URL'] || undefined;
}

/** Ends the process with one line instead of a stack. */
export async function runCommand(name: string, work: () => Promise<string>): Promise<void> {
  try {
    console.log(await work());
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
