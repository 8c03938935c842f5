import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { unavailable } from '../errors.ts';
import { span } from '../trace.ts';
import { endWithRequest } from './end-with-request.ts';
import { environmentCredentials } from './environment-credentials.ts';
import { safeEndpoint } from './safe-endpoint.ts';

/** One queue. */
export interface Queue {
  /** At most 1 MiB of text. Resolves when the queue surely has it; a repetition may put it there twice. */
  send(body: string): Promise<void>;
}

let warm: SQSClient | undefined;

/**
 * A queue by its address, through the container's one client, made on first use from AWS_REGION, the credentials that
 * Lambda sets, and AWS_ENDPOINT_URL_SQS where a stand-in is meant. Loading this entry costs some 40 ms: import it where
 * it is needed, when it is. Whatever goes wrong is 503 `dependency.unavailable`: what is to be sent must not be lost
 * because a queue is missing or forbidden.
 *
 * @example const { openQueue } = await import('@gymcoach/core/clients/sqs');
 */
export function openQueue(QueueUrl: string): Queue {
  warm ??= createClient(process.env['AWS_REGION'], process.env['AWS_ENDPOINT_URL_SQS']);
  const client = warm;
  return {
    async send(MessageBody) {
      await span('SQS SendMessage', async () => {
        try {
          await client.send(new SendMessageCommand({ QueueUrl, MessageBody }), endWithRequest());
        } catch (error) {
          throw unavailable('dependency.unavailable', 'The queue cannot be reached now.', error);
        }
      });
    },
  };
}

function createClient(region: string | undefined, endpoint: string | undefined): SQSClient {
  if (!region) throw new Error('The AWS region is missing: set AWS_REGION');
  return new SQSClient({
    region,
    ...(endpoint ? { endpoint: safeEndpoint('SQS', endpoint).href } : {}),
    credentials: async () => environmentCredentials(),
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
}
