import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';

/** One invocation as the Runtime API hands it out. */
export interface Invocation {
  readonly event: unknown;
  /** Sent as `Lambda-Runtime-Trace-Id`. */
  readonly trace: string;
}

export interface Answer {
  /** When the whole answer had arrived, on the clock of `performance.now()`. */
  readonly at: number;
  readonly payload: unknown;
}

export interface RuntimeApi {
  /** `host:port`, for `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** When the process first asked for work, so was done with its init phase; undefined before that. */
  readyAt(): number | undefined;
  /** Resolves when the process asks for work for the first time; rejects when it fails before. */
  untilReady(): Promise<void>;
  /** Hands out one invocation and waits for its answer; rejects on an init or invocation error. */
  invoke(invocation: Invocation): Promise<Answer>;
  /** Rejects what is still awaited, and closes. */
  close(reason: string): void;
}

interface Pending extends Invocation {
  readonly id: string;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

const PREFIX = '/2018-06-01/runtime';

/** Lambda's Runtime API for one process, on a loopback port of its own, so that no run can see another's requests. */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  let readyAt: number | undefined;
  let waiting: ServerResponse | undefined;
  let queued: Pending | undefined;
  let running: Pending | undefined;
  let failed: Error | undefined;
  let sequence = 0;
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => undefined); // most callers queue their invocation and do not wait for this

  const handOut = (): void => {
    if (waiting === undefined || queued === undefined) return;
    running = queued;
    queued = undefined;
    const event = JSON.stringify(running.event);
    waiting.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(event),
      'lambda-runtime-aws-request-id': running.id,
      'lambda-runtime-deadline-ms': String(Date.now() + 28_000),
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:123456789012:function:bench',
      'lambda-runtime-trace-id': running.trace,
    });
    waiting.end(event);
    waiting = undefined;
  };

  const fail = (error: Error): void => {
    failed ??= error;
    ready.reject(error);
    running?.reject(error);
    queued?.reject(error);
    running = queued = undefined;
  };

  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path === `${PREFIX}/invocation/next`) {
      readyAt ??= performance.now();
      ready.resolve();
      waiting = response;
      return handOut();
    }
    void body(request).then((text) => {
      const at = performance.now();
      response.writeHead(202, { 'content-length': 0 }).end();
      if (path === `${PREFIX}/invocation/${running?.id}/response`) {
        running?.resolve({ at, payload: text === '' ? undefined : JSON.parse(text) });
        running = undefined;
      } else fail(new Error(`the function answered ${path.slice(PREFIX.length)}: ${text.slice(0, 2_000)}`));
    }, fail);
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port

  return {
    address: `127.0.0.1:${port}`,
    readyAt: () => readyAt,
    untilReady: () => ready.promise,
    invoke: (invocation) =>
      new Promise((resolve, reject) => {
        if (failed !== undefined) return reject(failed);
        sequence += 1;
        const id = `00000000-0000-4000-8000-${String(sequence).padStart(12, '0')}`;
        queued = { ...invocation, id, resolve, reject };
        handOut();
      }),
    close: (reason) => {
      fail(new Error(reason));
      server.close();
      server.closeAllConnections();
    },
  };
}

async function body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set, so chunks are buffers
  return Buffer.concat(chunks).toString();
}
