import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { lambdaFlags, lambdaVariables } from './lambda-variables.ts';
import { type Answer, type Invocation, startRuntimeApi } from './runtime-api.ts';

/** A function laid out as Lambda lays it out, and how to start it. */
export interface FunctionLayout {
  /** LAMBDA_TASK_ROOT: where the function's zip was unpacked. */
  readonly taskRoot: string;
  /** `_HANDLER`: `handlers/api.handler`. */
  readonly handler: string;
  /** Where the layer was unpacked, in place of `/opt`; undefined for a function without one. */
  readonly layer?: string;
  /** A native executable that asks for work itself, in place of Node and its runtime client. */
  readonly bootstrap?: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface Machine {
  /** Entry file of the runtime client that asks the Runtime API for work. */
  readonly runtime: string;
  /** Core for the function; undefined leaves the choice to the kernel. */
  readonly functionCore: number | undefined;
}

export interface RunningFunction {
  /** When the process was spawned, on the clock of `performance.now()`. */
  readonly startedAt: number;
  readyAt(): number | undefined;
  /** Waits until it asks for work; rejects when it ends before. */
  untilReady(): Promise<void>;
  invoke(invocation: Invocation): Promise<Answer>;
  /** CPU time that all of its threads have used so far, in microseconds. */
  cpuMicroseconds(): number;
  /** The most memory it ever held, in megabytes. */
  peakMegabytes(): number;
  /** What it wrote on standard output and error, at most the last 20 kB. */
  output(): string;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const INVOKE_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 2_000;

/** Spawns one fresh function process, alone in its environment, on its own core. */
export async function startFunction(
  layout: FunctionLayout,
  machine: Machine,
  extraFlags: readonly string[] = [],
): Promise<RunningFunction> {
  const api = await startRuntimeApi();
  const node = [process.execPath, ...lambdaFlags(), ...extraFlags, machine.runtime, layout.handler];
  const plain = layout.bootstrap === undefined ? node : [layout.bootstrap];
  const pinned = machine.functionCore === undefined ? plain : ['taskset', '-c', String(machine.functionCore), ...plain];
  const [command = '', ...args] = pinned;
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-20_000);
  };

  const startedAt = performance.now();
  const child = spawn(command, args, {
    cwd: layout.taskRoot,
    env: environment(layout, api.address),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killOnExit = (): boolean => child.kill('SIGKILL');
  process.once('exit', killOnExit);
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      api.close(`could not be started: ${error.message}`);
      resolve();
    });
    child.once('close', (code, signal) => {
      process.off('exit', killOnExit);
      api.close(`the process ended (${signal ?? code}): ${output.slice(-2_000)}`);
      resolve();
    });
  });

  const orKilled = async <T>(wait: Promise<T>, limitMs: number): Promise<T> => {
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
    try {
      return await wait;
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    startedAt,
    readyAt: api.readyAt,
    untilReady: () => orKilled(api.untilReady(), INVOKE_LIMIT_MS),
    invoke: (invocation) => orKilled(api.invoke(invocation), INVOKE_LIMIT_MS),
    cpuMicroseconds: () => cpuMicroseconds(child.pid ?? 0),
    peakMegabytes: () => {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1024;
    },
    output: () => output,
    stop: async (signal = 'SIGKILL') => {
      child.kill(signal);
      await orKilled(ended, STOP_LIMIT_MS);
    },
  };
}

/** First figure of schedstat: nanoseconds on a CPU. Unlike `process.cpuUsage` it needs no code in the function. */
function cpuMicroseconds(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).reduce(
    (sum, task) => sum + Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]) / 1_000,
    0,
  );
}

/** What Lambda sets, and nothing of ours but what the function declares. */
function environment(
  { taskRoot, handler, layer, environment: own }: FunctionLayout,
  api: string,
): Readonly<Record<string, string>> {
  return {
    ...lambdaVariables(api, taskRoot, handler),
    ...(layer === undefined ? {} : { NODE_PATH: `${layer}/nodejs/node_modules` }),
    ...own,
  };
}
