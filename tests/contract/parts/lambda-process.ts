import { type ChildProcess, fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface LambdaOptions {
  /** Where the function's archive was unpacked: LAMBDA_TASK_ROOT. */
  readonly taskRoot: string;
  /** Where the layer's archive was unpacked: Lambda's /opt. */
  readonly opt: string;
  /** Nothing outside of it can be read: holds the two others. */
  readonly folder: string;
  /** `handlers/api.handler`. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface LambdaAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A function as Lambda would run it: a fresh process that has the two archives and nothing else. */
export interface LambdaProcess {
  invoke(event: unknown): Promise<LambdaAnswer>;
  /** The init phase without a request. */
  load(): Promise<void>;
  /** Files that `require` has loaded, and the built-in modules (`node:https` as `https`). */
  loaded(): Promise<{ readonly files: readonly string[]; readonly builtin: readonly string[] }>;
  /** What it has written so far: its log lines, and warnings. */
  output(): string;
  stop(): Promise<void>;
}

/** Does what the runtime does: waits for the `import()` of the handler's module, calls it with event and context. */
const RUNNER = `
const path = require('node:path');
const [module_, name] = process.env._HANDLER.split('.');
let handler;
process.on('message', async ({ id, event, report, load }) => {
  try {
    handler ??= (await import(path.join(process.env.LAMBDA_TASK_ROOT, module_ + '.cjs')))[name];
    if (load) return process.send({ id });
    const context = { awsRequestId: 'test-' + id, functionName: 'test', getRemainingTimeInMillis: () => 28000 };
    const builtin = () => process.moduleLoadList.filter((line) => /^NativeModule [a-z_/0-9]+$/.test(line)).map((line) => line.slice(13));
    const files = () => Object.keys(require('node:module')._cache);
    process.send({ id, value: report ? { files: files(), builtin: builtin() } : await handler(event, context) });
  } catch (error) {
    process.send({ id, error: String(error?.stack ?? error) });
  }
});
`;

/**
 * Starts the process. It has Node's permission model around it, so it cannot read the repository even by an absolute
 * path, and only the environment given. V8 makes no code from text: a schema that is compiled at run time ends the request.
 */
export function startLambda({ taskRoot, opt, folder, handler, environment }: LambdaOptions): LambdaProcess {
  const runner = join(folder, 'runner.cjs');
  writeFileSync(runner, RUNNER);
  const child = fork(runner, [], {
    cwd: taskRoot,
    execArgv: ['--permission', `--allow-fs-read=${folder}`, '--disallow-code-generation-from-strings'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...environment,
      _HANDLER: handler,
      LAMBDA_TASK_ROOT: taskRoot,
      NODE_PATH: join(opt, 'nodejs/node_modules'),
    },
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ask = asker(child, () => output);
  return {
    invoke: async (event) => (await ask({ event })) as LambdaAnswer, // the tests look at every field
    load: async () => {
      await ask({ load: true });
    },
    loaded: async () => (await ask({ report: true })) as Awaited<ReturnType<LambdaProcess['loaded']>>, // see RUNNER
    output: () => output,
    async stop() {
      child.kill();
      await gone;
    },
  };
}

interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

function asker(child: ChildProcess, output: () => string): (message: object) => Promise<unknown> {
  let last = 0;
  const waiting = new Map<number, (reply: Reply) => void>();
  child.on('message', (message) => {
    const reply = message as Reply; // RUNNER sends nothing else
    waiting.get(reply.id)?.(reply);
  });
  child.once('exit', (code, signal) => {
    for (const [id, answer] of waiting) answer({ id, error: `it ended with ${code ?? signal}\n${output()}` });
  });
  return (message) =>
    new Promise((resolve, reject) => {
      last += 1;
      const id = last;
      waiting.set(id, ({ value, error }) => {
        waiting.delete(id);
        if (error === undefined) resolve(value);
        else reject(new Error(error));
      });
      child.send({ id, ...message });
    });
}
