import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '../../build/repository-root.ts';

export interface ServerlessRun {
  readonly code: number;
  /** All that it printed. */
  readonly output: string;
}

export interface ServerlessOptions {
  /** Of the serverless.yml. */
  readonly folder: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** `packaging`, `uploading` ...: told by scripts/serverless/deployment.cjs. */
  readonly onStep: (step: string) => void;
}

/** Runs the Serverless CLI in a stack's folder, as `sls <args>` there does. */
export function runServerless({ folder, args, env = {}, onStep }: ServerlessOptions): Promise<ServerlessRun> {
  const cli = join(repositoryRoot, 'node_modules/serverless/bin/serverless.js');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, NO_COLOR: '1', ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('message', (message) => {
      const { step } = message as { readonly step?: unknown }; // whatever the child sends is an object
      if (typeof step === 'string') onStep(step);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Of what the CLI printed, the error alone. */
export function errorOf(output: string): string {
  const at = output.lastIndexOf('Error:');
  const text = at < 0 ? output : output.slice(at + 'Error:'.length);
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
    .slice(0, 20)
    .join('\n')
    .trim();
}
