import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CloudFormationClient,
  CloudFormationServiceException,
  DeleteStackCommand,
  DescribeStacksCommand,
  paginateDescribeStackEvents,
  paginateListStackResources,
  type StackEvent,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';

/** A stack that is there. */
export interface DeployedStack {
  readonly status: string;
  readonly outputs: ReadonlyMap<string, string>;
}

const POLL_MS = 2_000;
const DELETION_LIMIT_MS = 30 * 60_000;

/** Undefined where there is no stack of this name. */
export async function findStack(client: CloudFormationClient, name: string): Promise<DeployedStack | undefined> {
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    if (stack?.StackStatus === undefined || stack.StackStatus === 'DELETE_COMPLETE') return undefined;
    const outputs = (stack.Outputs ?? []).map(
      ({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue] as const,
    );
    return { status: stack.StackStatus, outputs: new Map(outputs) };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** The newest event that there is: what comes after it belongs to what is done next. */
export async function newestEvent(client: CloudFormationClient, name: string): Promise<string | undefined> {
  const [newest] = await eventsSince(client, name, undefined, 1);
  return newest?.EventId;
}

/** The events after one of them, newest first; none where there is no stack. */
export async function eventsSince(
  client: CloudFormationClient,
  StackName: string,
  last: string | undefined,
  most = Number.POSITIVE_INFINITY,
): Promise<readonly StackEvent[]> {
  const events: StackEvent[] = [];
  try {
    for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName })) {
      for (const event of StackEvents) {
        if (event.EventId === last || events.length >= most) return events;
        events.push(event);
      }
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return events;
}

/** What the stack holds, none where there is no stack. */
export async function resourcesOf(
  client: CloudFormationClient,
  StackName: string,
): Promise<readonly StackResourceSummary[]> {
  const found: StackResourceSummary[] = [];
  try {
    for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName })) {
      found.push(...StackResourceSummaries);
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return found;
}

/** Deletes a stack and waits until it is gone. Throws with its state when that does not succeed. */
export async function deleteStack(client: CloudFormationClient, name: string): Promise<void> {
  await client.send(new DeleteStackCommand({ StackName: name }));
  for (const end = Date.now() + DELETION_LIMIT_MS; Date.now() < end; await sleep(POLL_MS)) {
    const stack = await findStack(client, name);
    if (stack === undefined) return;
    if (!stack.status.endsWith('_IN_PROGRESS')) throw new Error(`${name} cannot be deleted: it is ${stack.status}`);
  }
  throw new Error(`${name} is still being deleted: wait until that has ended, then run the same command again`);
}

/** CloudFormation knows no other error for a stack that does not exist. */
const isMissing = (error: unknown): boolean =>
  error instanceof CloudFormationServiceException &&
  error.name === 'ValidationError' &&
  /does not exist/i.test(error.message);
