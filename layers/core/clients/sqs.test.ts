import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { type QueueStandIn, startQueues } from '../../../tests/support/queue-stand-in.ts';
import { isAppError } from '../errors.ts';

const before = { ...process.env };
let queues: QueueStandIn;
let url = '';

beforeAll(async () => {
  queues = await startQueues();
  url = await queues.create('sqs-client');
  const credentials = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_SESSION_TOKEN: '' };
  Object.assign(process.env, credentials, { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_SQS: queues.endpoint });
}, 30_000);

afterAll(async () => {
  process.env = before;
  await queues.stop();
});

/** As a new container has it: the client is made from the environment when the first queue is opened. */
async function open(queueUrl: string) {
  jest.resetModules();
  const { openQueue } = await import('./sqs.ts');
  return openQueue(queueUrl);
}

test('what is sent is in the queue, up to a mebibyte', async () => {
  const queue = await open(url);
  for (const body of ['{"a":"ä"}', 'x'.repeat(1_000_000)]) {
    await queue.send(body);
    const { Messages = [] } = await queues.client.send(
      new ReceiveMessageCommand({ QueueUrl: url, VisibilityTimeout: 60 }),
    );
    expect(Messages.map(({ Body }) => Body === body)).toEqual([true]);
  }
});

test('a queue that is not there, or does not answer, is a dependency that is down', async () => {
  const absent = await open(`${queues.endpoint}/000000000000/absent`);
  process.env['AWS_ENDPOINT_URL_SQS'] = 'http://127.0.0.1:9';
  const dead = await open('http://127.0.0.1:9/000000000000/dead');
  process.env['AWS_ENDPOINT_URL_SQS'] = queues.endpoint;
  for (const queue of [absent, dead]) {
    const error: unknown = await queue.send('x').catch((caught: unknown) => caught);
    if (!isAppError(error)) throw error;
    expect([error.kind, error.code]).toEqual(['unavailable', 'dependency.unavailable']);
    expect(error.cause).toBeDefined();
  }
});

test('an endpoint that is plain http elsewhere than here, or no region, is refused', async () => {
  process.env['AWS_ENDPOINT_URL_SQS'] = 'http://sqs.example.com';
  await expect(open(url)).rejects.toThrow('plain http');
  process.env['AWS_ENDPOINT_URL_SQS'] = queues.endpoint;
  delete process.env['AWS_REGION'];
  await expect(open(url)).rejects.toThrow('region');
  process.env['AWS_REGION'] = 'eu-west-1';
});
