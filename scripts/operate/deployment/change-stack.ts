import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { Stack } from '../../build/read-stack.ts';
import { describeFailure } from './describe-failure.ts';
import { errorOf, runServerless } from './run-serverless.ts';
import { eventsSince, newestEvent } from './stacks.ts';
import { watchChange } from './watch-change.ts';

export interface StackChange {
  readonly client: CloudFormationClient;
  readonly stack: Stack;
  /** `gymcoach-access-dev` */
  readonly name: string;
  readonly command: 'deploy' | 'remove';
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
}

/**
 * Runs one command of the CLI on one stack, telling each step and its time. Throws with the resource and CloudFormation's reason
 * when the stack failed, else with what the CLI said. Gives the seconds that it took.
 */
export async function changeStack(change: StackChange): Promise<number> {
  const { client, stack, name, command, args, env, say } = change;
  const begun = Date.now();
  const seconds = (): number => Math.round((Date.now() - begun) / 100) / 10;
  const tell = (text: string): void => say(`    ${seconds().toFixed(0).padStart(4)} s  ${text}`);
  const before = await newestEvent(client, name);
  const stopWatching = watchChange(client, name, before, tell);
  try {
    const run = await runServerless({
      folder: stack.folder,
      args: [command, ...args],
      onStep: tell,
      ...(env === undefined ? {} : { env }),
    });
    if (run.code === 0) return seconds();
    const events = await eventsSince(client, name, before);
    throw new Error(
      describeFailure(name, events) ??
        `${name} failed:\n  ${errorOf(run.output)}\n  Mend that, then run the same command again: what is deployed already is left alone.`,
    );
  } finally {
    stopWatching();
  }
}
