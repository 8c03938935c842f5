import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { shortName } from './choose-stacks.ts';
import type { Stack } from './read-stack.ts';
import { repositoryRoot } from './repository-root.ts';

/** What is uploaded for one function or layer. */
export interface Archive {
  /** `user-profile api.zip` */
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  /** SHA-256, as hexadecimal digits. */
  readonly sha256: string;
}

/** Nothing of AWS is asked for: an archive is the same with and without an account. */
const WITHOUT_AWS = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_EC2_METADATA_DISABLED: 'true' };

/**
 * The archives of a stack as `sls deploy` uploads them, in `.build/packages/<stack>`: the CLI itself makes them. They are the same
 * for every stage, in any folder and on any machine. Throws with what the CLI said.
 */
export async function packageStack({ name, folder }: Stack, stage = 'dev'): Promise<readonly Archive[]> {
  const output = join(repositoryRoot, '.build/packages', name);
  rmSync(output, { recursive: true, force: true });
  const cli = join(repositoryRoot, 'node_modules/serverless/bin/serverless.js');
  try {
    await promisify(execFile)(process.execPath, [cli, 'package', '--stage', stage, '--package', output], {
      cwd: folder,
      env: { ...process.env, ...WITHOUT_AWS, NO_COLOR: '1' },
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string }; // of execFile
    throw new Error(`${name} cannot be packaged\n${stdout}${stderr}`, { cause: error });
  }
  const archives = readdirSync(output).filter((file) => file.endsWith('.zip'));
  return archives.toSorted().map((file) => {
    const content = readFileSync(join(output, file));
    return {
      name: `${shortName(name)} ${file}`,
      file: join(output, file),
      bytes: content.byteLength,
      sha256: createHash('sha256').update(content).digest('hex'),
    };
  });
}
