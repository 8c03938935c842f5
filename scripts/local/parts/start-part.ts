import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface PartOptions {
  /** For messages: `DynamoDB (dynoxide)`. */
  readonly label: string;
  /** A script of this folder. */
  readonly script: string;
  readonly args?: readonly string[];
  /** Its working folder, where it keeps its data; made when absent. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Resolves to true once the part answers. */
  readonly isReady: () => Promise<boolean>;
  /** Called when it ends without having been asked to. */
  readonly onDeath: (message: string) => void;
}

export interface Part {
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 40_000;
const STOP_WITHIN_MS = 3_000;
const KEPT_OUTPUT = 2_000;

/** Starts a part as a child process and waits until it answers. The child ends when this process does, however it ends. */
export async function startPart({
  label,
  script,
  args = [],
  folder,
  env = {},
  isReady,
  onDeath,
}: PartOptions): Promise<Part> {
  mkdirSync(folder, { recursive: true });
  const child = fork(join(import.meta.dirname, script), args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // A group of its own: Ctrl-C is for the parent, which stops its parts in order.
    detached: true,
  });
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    output = `${output}${chunk.toString()}`.slice(-KEPT_OUTPUT);
  });
  let stopping = false;
  let dead: string | undefined;
  // Not `exit`: its last words may come after that.
  child.once('close', (code, signal) => {
    const lastLine = output.trim().split('\n').at(-1) ?? '';
    dead = `${label} ended (${signal ?? `code ${code}`})${lastLine === '' ? '' : `: ${lastLine}`}`;
    if (!stopping) onDeath(dead);
  });
  // Not `close`: Node does not emit it after `disconnect()`.
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    stopping = true;
    if (child.exitCode !== null || child.signalCode !== null) return;
    if (child.connected) child.disconnect();
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await ended;
    clearTimeout(timer);
  };
  // Not `Date.now()`: a clock that is set forward is no part that does not answer.
  const until = performance.now() + READY_WITHIN_MS;
  let refused: unknown;
  const answers = (): Promise<boolean> =>
    isReady().catch((error: unknown) => {
      refused = error;
      return false;
    });
  while (!(await answers())) {
    if (dead !== undefined) throw new Error(dead);
    if (performance.now() > until) {
      await stop();
      throw new Error(`${label} did not answer within ${READY_WITHIN_MS / 1000} s${describeRefusal(refused)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  return { stop };
}

/** True once something answers HTTP at this address, whatever it says. */
export async function answersHttp(url: string): Promise<boolean> {
  await (await fetch(url, { signal: AbortSignal.timeout(1_000) })).arrayBuffer();
  return true;
}

/** `fetch failed` alone tells nobody anything: its cause does. */
function describeRefusal(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return error.cause instanceof Error ? `: ${error.message}, ${error.cause.message}` : `: ${error.message}`;
}
