import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { eventsSince } from './stacks.ts';

const EVERY_MS = 5_000;

/**
 * Says how far CloudFormation is while it changes a stack: which resources are done since an event. What cannot be asked is not
 * said. Gives what ends it.
 */
export function watchChange(
  client: CloudFormationClient,
  stack: string,
  since: string | undefined,
  say: (line: string) => void,
): () => void {
  let said = 0;
  const timer = setInterval(async () => {
    const events = await eventsSince(client, stack, since).catch(() => []);
    const done = new Set(
      events
        .filter(
          ({ LogicalResourceId, ResourceStatus = '' }) =>
            LogicalResourceId !== stack && ResourceStatus.endsWith('_COMPLETE'),
        )
        .map(({ LogicalResourceId }) => LogicalResourceId),
    );
    if (done.size > said) say(`${done.size} ${done.size === 1 ? 'resource' : 'resources'} done`);
    said = Math.max(said, done.size);
  }, EVERY_MS);
  return () => clearInterval(timer);
}
