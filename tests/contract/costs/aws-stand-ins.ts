import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SeenRequest } from '../../../scripts/local/aws-calls/aws-call.ts';
import { demoUsers } from '../../../scripts/local/demo-users.ts';
import { bucketService } from '../../support/faulty-service.ts';

/** One call that came in, and what DynamoDB's answer said that it took. */
export interface SeenCall {
  /** `DynamoDB GetItem`, `S3 PutObject`, `Cognito AdminGetUser`, `SQS SendMessage`. */
  readonly name: string;
  readonly units: number;
  /** Of the rate limiter: one in some requests. */
  readonly isLimiter: boolean;
}

/** Where a function finds AWS: the DynamoDB engine, and what answers in place of S3, Cognito and SQS; each call is noted. */
export interface AwsStandIns {
  readonly url: Readonly<Record<'dynamodb' | 's3' | 'cognito' | 'sqs' | 'other', string>>;
  /** What calls of a JSON protocol are answered, by operation; `{}` where nothing is said. */
  readonly answers: Map<string, object>;
  /** The calls since this was last asked. */
  takeCalls(): readonly SeenCall[];
  stop(): Promise<void>;
}

const NO_USER = { __type: 'UserNotFoundException', message: 'none' };

type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const S3_METHODS: Readonly<Record<string, string>> = { GET: 'GetObject', PUT: 'PutObject', DELETE: 'DeleteObject' };

/** `onRequest` is told of each request once it is answered. */
export async function startAwsStandIns(
  engine: string,
  onRequest: (request: SeenRequest) => void = () => {},
): Promise<AwsStandIns> {
  let calls: SeenCall[] = [];
  const tell = ({ method = '', url = '', headers }: IncomingMessage, body: Buffer, status: number): void =>
    onRequest({ method, url, headers, body, status });
  const note = (name: string, units = 0, isLimiter = false): void => void calls.push({ name, units, isLimiter });
  const answers = new Map<string, object>();
  const bucket = bucketService();
  const dynamodb: Serve = async (asked, answer) => {
    const body = await readAll(asked);
    const passed = request(engine, { method: 'POST', headers: asked.headers });
    passed.end(body);
    const given = await new Promise<IncomingMessage>((resolve) => passed.once('response', resolve));
    const text = (await readAll(given)).toString();
    tell(asked, body, given.statusCode ?? 500);
    note(`DynamoDB ${targetOf(asked)}`, unitsOf(text), body.includes('"PK":{"S":"RL#'));
    answer.writeHead(given.statusCode ?? 500, given.headers).end(text);
  };
  const s3: Serve = async (asked, answer) => {
    note(`S3 ${S3_METHODS[asked.method ?? ''] ?? asked.method}`);
    const chunks: Buffer[] = [];
    asked.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.once('finish', () => tell(asked, Buffer.concat(chunks), answer.statusCode));
    bucket(asked, answer);
  };
  /** Does nothing and says that it is done; knows the demo users. */
  const done =
    (service: string): Serve =>
    async (asked, answer) => {
      const body = await readAll(asked);
      note(`${service} ${targetOf(asked)}`);
      const stranger = targetOf(asked) === 'AdminGetUser' && !isDemoUser(body);
      const status = stranger ? 400 : 200;
      tell(asked, body, status);
      answer.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
      answer.end(JSON.stringify(stranger ? NO_USER : (answers.get(targetOf(asked)) ?? {})));
    };
  const servers = await Promise.all([dynamodb, s3, done('Cognito'), done('SQS'), done('AWS')].map(listen));
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = servers.map(({ url }) => url);
  return {
    url: { dynamodb: first, s3: second, cognito: third, sqs: fourth, other: fifth },
    answers,
    takeCalls() {
      const taken = calls;
      calls = [];
      return taken;
    },
    stop: async () => void (await Promise.all(servers.map(({ stop }) => stop()))),
  };
}

const isDemoUser = (body: Buffer): boolean => {
  const { Username }: { Username?: string } = JSON.parse(body.toString()); // Cognito's own shape
  return demoUsers.some(({ id }) => id === Username);
};

/** `DynamoDB_20120810.GetItem` -> `GetItem`. */
const targetOf = ({ headers }: IncomingMessage): string => String(headers['x-amz-target']).replace(/^.*\./, '');

function unitsOf(answer: string): number {
  // DynamoDB's answers are objects; this field of theirs is one entry, or one for each table.
  const { ConsumedCapacity = [] }: { ConsumedCapacity?: Consumed | readonly Consumed[] } = JSON.parse(answer);
  return [ConsumedCapacity].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
}

interface Consumed {
  readonly CapacityUnits: number;
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function listen(serve: Serve): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((asked, answer) => void serve(asked, answer));
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  const { port } = server.address() as AddressInfo; // listening on TCP, so it is no pipe name
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}
