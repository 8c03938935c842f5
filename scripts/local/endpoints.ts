import { createServer } from 'node:net';

/** Where the parts of a running local platform listen. */
export interface Endpoints {
  readonly api: string;
  readonly dynamodb: string;
  readonly cognito: string;
  readonly s3: string;
  readonly sqs: string;
}

const DEFAULT_PORT = 3000;
const HOST = '127.0.0.1';
const PARTS = ['api', 'dynamodb', 'cognito', 's3', 'sqs'] as const;
const LABELS = { api: 'the API', dynamodb: 'DynamoDB', cognito: 'Cognito', s3: 'S3', sqs: 'SQS' } as const;

/** The API at `PORT` (3000 unless it is set), the parts at the four ports after it. Throws when one is taken. */
export async function chooseEndpoints(env: Readonly<Record<string, string | undefined>>): Promise<Endpoints> {
  const given = env['PORT'] ?? String(DEFAULT_PORT);
  const first = Number(given);
  if (!Number.isInteger(first) || first < 1 || first > 65_531)
    throw new Error(`PORT is "${given}": give a port from 1 to 65531`);
  const ports = PARTS.map((part, index) => ({ part, port: first + index }));
  await Promise.all(
    ports.map(async ({ part, port }) => {
      const problem = await tryPort(port);
      if (problem === undefined) return;
      throw new Error(
        `port ${port} for ${LABELS[part]} ${problem}: stop what uses it, or choose other ports with PORT=4000 npm start`,
      );
    }),
  );
  const url = (index: number): string => `http://${HOST}:${first + index}`;
  return { api: url(0), dynamodb: url(1), cognito: url(2), s3: url(3), sqs: url(4) };
}

export const portOf = (url: string): number => Number(new URL(url).port);

/** Undefined when one could listen there. */
function tryPort(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${code})`);
    });
    server.listen({ port, host: HOST, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
