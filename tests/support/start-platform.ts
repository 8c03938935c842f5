import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findDemoUser } from '../../scripts/local/demo-users.ts';
import { readRunFile } from '../../scripts/local/run-file.ts';
import { signIn } from '../../scripts/local/sign-in.ts';
import { HIGH_RATE_LIMITS } from './high-rate-limits.ts';

export interface PlatformOptions {
  /** Where the parts keep their data; given, it stays afterwards. @default a folder that is removed by `stop` */
  readonly dataDir?: string;
  /** Added to the environment of `npm start`, which has high rate limits unless this says otherwise. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Platform {
  readonly url: string;
  readonly ports: Readonly<Record<'api' | 'dynamodb' | 'cognito' | 's3' | 'sqs', number>>;
  /** A fresh access token of `member`, `other`, `coach` or `admin`. */
  token(user: string): Promise<string>;
  userId(user: string): string;
  /** Where its functions find DynamoDB, Cognito, S3 and SQS, as variables of services/_shared/environment.yml. */
  functionVariables(): Readonly<Record<string, string>>;
  /** Everything that was printed so far. */
  logs(): string;
  /** Ends it as Ctrl-C would; gives the exit code. */
  stop(): Promise<number | null>;
}

const READY_WITHIN_MS = 60_000;
const root = resolve(import.meta.dirname, '../..');

/** Runs what `npm start` runs, on free ports and data of its own. Rejects with all output when it does not get ready. */
export async function startPlatform({ dataDir, env = {} }: PlatformOptions = {}): Promise<Platform> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'gymcoach-'));
  const api = await findFreePorts(5);
  const child = spawn(process.execPath, [join(root, 'scripts/run.mjs'), 'start'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(api),
      GYMCOACH_DATA_DIR: folder,
      GYMCOACH_RATE_LIMITS: HIGH_RATE_LIMITS,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ready = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (/^ready http/m.test(output)) ready.resolve();
    });
  }
  const ended = new Promise<number | null>((settle) => child.once('close', settle));
  const stop = async (): Promise<number | null> => {
    if (child.exitCode === null) child.kill('SIGTERM');
    const code = await ended;
    if (dataDir === undefined) rmSync(folder, { recursive: true, force: true });
    return code;
  };
  const timer = setTimeout(() => ready.reject(new Error(`not ready in time:\n${output}`)), READY_WITHIN_MS);
  void ended.then((code) => ready.reject(new Error(`npm start ended with code ${code}:\n${output}`)));
  try {
    await ready.promise;
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  const ports = { api, dynamodb: api + 1, cognito: api + 2, s3: api + 3, sqs: api + 4 };
  return {
    url: `http://127.0.0.1:${api}`,
    ports,
    token: (user) => signIn(`http://127.0.0.1:${ports.cognito}`, findDemoUser(user)),
    userId: (user) => findDemoUser(user).id,
    functionVariables() {
      const { dynamodb = '', cognito = '', s3 = '', sqs = '' } = readRunFile(folder)?.functionEndpoints ?? {};
      return {
        GYMCOACH_DYNAMODB_URL: dynamodb,
        GYMCOACH_COGNITO_URL: cognito,
        GYMCOACH_S3_URL: s3,
        GYMCOACH_SQS_URL: sqs,
      };
    },
    logs: () => output,
    stop,
  };
}

/**
 * The first of `count` neighbouring ports that are all free, below the range that the system hands out by itself and
 * above 10080, the highest port that `fetch` refuses to ask (https://fetch.spec.whatwg.org/#port-blocking).
 */
async function findFreePorts(count: number): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const first = 10_100 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(first + index)));
    if (free.every(Boolean)) return first;
  }
  throw new Error('no free ports');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const server = createServer();
    server.once('error', () => settle(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => settle(true)));
  });
}
