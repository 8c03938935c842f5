import type { StackEvent } from '@aws-sdk/client-cloudformation';

/** What CloudFormation stops because something else has failed. */
const FOLLOWS = /^Resource (creation|update|deletion) cancelled/i;
/** The resource is there, of nobody's stack. */
const EXISTS = /already exists|AlreadyExists|already owned by you/i;

/**
 * Why a stack failed: each resource that failed by itself, with CloudFormation's reason, in the order in which it happened, and
 * what to do then. Undefined when no event tells of a failure.
 *
 * @param events of this change alone, newest first, as CloudFormation lists them
 */
export function describeFailure(stack: string, events: readonly StackEvent[]): string | undefined {
  const failed = events.toReversed().filter(({ ResourceStatus = '' }) => ResourceStatus.endsWith('_FAILED'));
  const ofResources = failed.filter((event) => event.LogicalResourceId !== stack);
  const causes = ofResources.filter(({ ResourceStatusReason = '' }) => !FOLLOWS.test(ResourceStatusReason));
  const told = [causes, ofResources, failed].find((list) => list.length > 0);
  if (told === undefined) return undefined;
  const lines = told.map(
    ({ LogicalResourceId, ResourceType, ResourceStatus, ResourceStatusReason }) =>
      `  ${LogicalResourceId} (${ResourceType}) ${ResourceStatus}: ${ResourceStatusReason ?? 'no reason given'}`,
  );
  return [`${stack} failed:`, ...new Set(lines), `  ${nextStep(events, told)}`].join('\n');
}

function nextStep(events: readonly StackEvent[], causes: readonly StackEvent[]): string {
  if (causes.some(({ ResourceStatusReason = '' }) => EXISTS.test(ResourceStatusReason))) {
    return (
      'What exists already is of no stack: it may be kept of an earlier one (DeletionPolicy Retain). Delete it if it holds nothing ' +
      'that is needed, or import it into the stack; then run the same command again.'
    );
  }
  const last = events.find(({ ResourceType }) => ResourceType === 'AWS::CloudFormation::Stack')?.ResourceStatus ?? '';
  if (last === 'UPDATE_ROLLBACK_COMPLETE') {
    return 'The stack is as it was before. Mend the cause, then run the same command again.';
  }
  if (last.startsWith('DELETE')) return 'Mend the cause, then run the same command again: it takes away what is left.';
  return 'Mend the cause, then run the same command again: it goes on from there.';
}
