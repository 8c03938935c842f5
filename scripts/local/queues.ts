import { callAws } from './call-aws.ts';
import type { DeclaredQueue } from './declared-queues.ts';
import { localNames } from './local-names.ts';

/** A call of SQS: `callSqs(url, 'SendMessage', { ... })`. */
export const callSqs = (url: string, operation: string, input: object): ReturnType<typeof callAws> =>
  callAws(url, { target: `AmazonSQS.${operation}`, version: '1.0', input });

/** Where a queue of the local stage answers; services/_shared/environment.yml says the same to functions. */
export const queueUrl = (url: string, name: string): string => `${url}/${localNames.accountId}/${name}`;

/** Makes the queues that are not there yet; those that are keep their messages and take the attributes given. */
export async function createQueues(url: string, queues: readonly DeclaredQueue[]): Promise<void> {
  const { QueueUrls } = await callSqs(url, 'ListQueues', {});
  const present = Array.isArray(QueueUrls) ? QueueUrls.map((one) => String(one).split('/').at(-1)) : [];
  for (const { name, attributes } of queues) {
    if (!present.includes(name)) await callSqs(url, 'CreateQueue', { QueueName: name, Attributes: attributes });
    else await callSqs(url, 'SetQueueAttributes', { QueueUrl: queueUrl(url, name), Attributes: attributes });
  }
}
