import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { createDynamoClient } from '../../layers/core/clients/dynamodb.ts';
import { readRowChange } from '../../layers/core/stream.ts';
import { createTable } from '../../layers/core/table.ts';
import { buildLayer } from '../build/layer.ts';
import { numberBatch } from './number-batch.ts';
import { readStreamBatch, streamBatchOf } from './read-stream-batch.ts';
import { type Message, type Redriven, redriveQueue, type Taken } from './redrive-queue.ts';
import { readArguments, runCommand, type Stage, tablesEndpoint } from './stage.ts';

const DEFAULT_LIMIT = 1_000;
/** Longer than a run needs for ten messages: what failed is not to come again in the same run. */
const HIDDEN_SECONDS = 300;
/** Without waiting, SQS may answer that nothing is there because it has not looked everywhere. */
const WAIT_SECONDS = 2;

/**
 * `npm run redrive -- --stage S [--limit n]`: takes the records that the change feed has put aside through the code that
 * numbers the stream. Each gets its person's next free number, or keeps the one it has. What fails again stays in the queue.
 * Of a batch that Lambda has given up on, the records are read from the stream, which keeps them for a day; those that fail
 * are put on the queue one by one in its place.
 */
await runCommand('redrive', async () => {
  const { stage, flags } = readArguments('npm run redrive -- --stage <stage> [--limit <n>]', {
    limit: { type: 'string' },
  });
  const limit = Number(flags.limit ?? DEFAULT_LIMIT);
  if (!Number.isInteger(limit) || limit < 1) throw new Error('--limit must be a whole number above 0');
  const sqs = new SQSClient(stage.client(process.env['GYMCOACH_SQS_URL'] || 'http://127.0.0.1:3004'));
  const { QueueUrl } = await sqs.send(
    new GetQueueUrlCommand({ QueueName: `gymcoach-${stage.name}-change-feed-failed` }),
  );
  const number = await openFeed(sqs, QueueUrl, stage);
  const done = await redriveQueue({ receive: receiveFrom(sqs, QueueUrl), number, limit });
  const said = `${done.numbered} numbered, ${done.repeated} had their number, ${done.ignored} do not count`;
  if (done.failed.length > 0) throw new Error(`${said}; ${stayed(done)}`);
  return said;
});

function stayed({ failed }: Redriven): string {
  const each = failed.map(({ id, reason }) => `  ${id}: ${reason}`);
  return [`${failed.length} failed and stay in the queue:`, ...each].join('\n');
}

function receiveFrom(sqs: SQSClient, QueueUrl: string | undefined): (most: number) => Promise<readonly Message[]> {
  return async (MaxNumberOfMessages) => {
    const hidden = { VisibilityTimeout: HIDDEN_SECONDS, WaitTimeSeconds: WAIT_SECONDS };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages, ...hidden }));
    return Messages.map(({ MessageId: id = '', Body: body = '', ReceiptHandle }) => ({
      id,
      body,
      remove: async () => void (await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))),
    }));
  };
}

/** The service's own code over the stage's tables, with the credentials and in the region of the shell. */
async function openFeed(sqs: SQSClient, QueueUrl: string | undefined, stage: Stage) {
  await buildLayer(); // which the service's code imports
  const [{ feedStore }, { changeId }, { failedChangesTo }, { readFailed }, { numberRecord }] = await Promise.all([
    import('../../services/change-feed-service/adapters/feed-store.ts'),
    import('../../services/change-feed-service/adapters/change-id.ts'),
    import('../../services/change-feed-service/adapters/failed-changes.ts'),
    import('../../services/change-feed-service/adapters/failed-message.ts'),
    import('../../services/change-feed-service/domain/number-record.ts'),
  ]);
  const found = await sqs.config.credentials();
  const url = process.env['GYMCOACH_DYNAMODB_URL'] || 'http://127.0.0.1:3001';
  const client = createDynamoClient({
    region: await sqs.config.region(),
    endpoint: tablesEndpoint(stage),
    credentials: () => found,
  });
  const main = createTable(client, `gymcoach-${stage.name}-main`);
  const feed = feedStore({ main, ephemeral: { name: `gymcoach-${stage.name}-ephemeral` }, now: Date.now });
  const streams = new DynamoDBStreamsClient(stage.client(url));
  const number = (record: unknown) => numberRecord({ feed, read: readRowChange, identify: changeId }, record);
  const aside = failedChangesTo(async () => ({
    async send(MessageBody) {
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds: HIDDEN_SECONDS }));
    },
  }));
  return async (body: string): Promise<Taken> => {
    const batch = streamBatchOf(body);
    if (batch === undefined) return { outcomes: [await number(readFailed(body))], failed: [] };
    return numberBatch(await readStreamBatch(streams, batch), { number, putAside: aside.put });
  };
}
