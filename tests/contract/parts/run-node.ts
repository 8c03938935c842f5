import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../../scripts/build/repository-root.ts';

const TIME_LIMIT_MS = 120_000;
const MAX_OUTPUT = 16 * 1024 * 1024;

export interface RunOptions {
  /** @default the repository */
  readonly cwd?: string;
}

/** Runs Node without Jest around it and gives its standard output; throws with all that it printed. */
export async function runNode(args: readonly string[], { cwd = repositoryRoot }: RunOptions = {}): Promise<string> {
  const { NODE_OPTIONS: _ofJest, ...env } = process.env;
  // A copy may have functions that the repository has no role for.
  if (cwd !== repositoryRoot) delete env['GYMCOACH_AWS_CALLS'];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      cwd,
      env: { ...env, NO_COLOR: '1' },
      timeout: TIME_LIMIT_MS,
      maxBuffer: MAX_OUTPUT,
    });
    return stdout;
  } catch (error) {
    // Of Node's own realm, which Jest's `Error` is not of.
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
    throw new Error([`node ${args.join(' ')} failed`, stdout, stderr].join('\n'));
  }
}

/** What an ES module of the repository logs when `code` has run; scripts end in a top-level await, which Jest cannot load. */
export const runModule = (code: string, options?: RunOptions): Promise<string> =>
  runNode(['--input-type=module', '--eval', code], options);
