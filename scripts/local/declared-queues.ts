import type { Stack } from '../build/read-stack.ts';

/** An `AWS::SQS::Queue` of a serverless.yml. */
export interface DeclaredQueue {
  readonly logicalId: string;
  readonly name: string;
  /** As CreateQueue takes them: texts. Encryption and policies have no meaning locally. */
  readonly attributes: Readonly<Record<string, string>>;
}

const ATTRIBUTES = [
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'VisibilityTimeout',
] as const;

type Json = Readonly<Record<string, unknown>>;

/** The queues that a stack makes, under the names that the local stage gives them. */
export function declaredQueues(stack: Stack): readonly DeclaredQueue[] {
  const given = stack.get('resources');
  return (Array.isArray(given) ? given : [given])
    .flatMap((part) => Object.entries(record(record(part)['Resources'])))
    .filter(([, resource]) => record(resource)['Type'] === 'AWS::SQS::Queue')
    .map(([logicalId, resource]) => {
      const properties = record(record(resource)['Properties']);
      const name = properties['QueueName'];
      if (typeof name !== 'string')
        throw new Error(`${stack.name}: the queue ${logicalId} has no QueueName of its own`);
      const set = ATTRIBUTES.filter((attribute) => properties[attribute] !== undefined);
      return { logicalId, name, attributes: Object.fromEntries(set.map((key) => [key, String(properties[key])])) };
    });
}

const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}; // checked
