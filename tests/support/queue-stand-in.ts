import { spawn } from 'node:child_process';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { freePort } from './dynamodb-engines.ts';

export interface QueueStandIn {
  /** `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  readonly client: SQSClient;
  /** Makes a queue and gives its address. */
  create(name: string): Promise<string>;
  stop(): Promise<void>;
}

const HOST = `
  import { startFauxqs } from 'fauxqs';
  await startFauxqs({ port: Number(process.argv[1]), host: '127.0.0.1', logger: false });
  console.log('ready');
`;

/** SQS on this machine, in a process of its own: the package is an ES module, which Jest does not load. */
export async function startQueues(): Promise<QueueStandIn> {
  const port = await freePort();
  const child = spawn(process.execPath, ['--input-type=module', '--eval', HOST, String(port)], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const end = (): void => void child.kill();
  process.once('exit', end);
  await Promise.race([
    new Promise<void>((resolve) => child.stdout.once('data', () => resolve())),
    gone.then(() => Promise.reject(new Error('the queues did not start'))),
  ]);
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new SQSClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return {
    endpoint,
    client,
    async create(QueueName) {
      const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName }));
      return QueueUrl;
    },
    async stop() {
      process.off('exit', end);
      client.destroy();
      child.kill();
      await gone;
    },
  };
}
