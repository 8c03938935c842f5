import { spawn } from 'node:child_process';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** @default the repository */
  readonly cwd?: string;
  /** @default 'npm' */
  readonly command?: string;
  readonly timeoutMs?: number;
}

/** Runs `npm <args>` as one types it, and waits for its end; `code` is null when the time was up. */
export function runTask(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  { cwd = repositoryRoot, command = 'npm', timeoutMs = 30_000 }: RunOptions = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...outside(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** What a shell has that was not started by npm or Jest. */
const outside = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|JEST_|NODE_)/i.test(name)));
