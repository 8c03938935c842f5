import type { ClientRequest, Agent as HttpAgent, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Endpoint } from './resolve-endpoint.ts';

export interface ConnectionOptions {
  readonly maxSockets: number;
  readonly connectTimeoutMs: number;
  readonly maxResponseBytes: number;
}

export interface Exchange {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  /** The server's clock, when it told: milliseconds since 1970. */
  readonly date: number | undefined;
  /** What the server says the CRC-32 of its body is, when it told. */
  readonly crc32: number | undefined;
  readonly body: string;
}

/** One POST and its whole answer. */
export type Connection = (exchange: Exchange) => Promise<Answer>;

/** No answer, or not a whole one: whether the request was carried out is unknown unless it never left. */
export class ConnectionError extends Error {
  /** The socket had served before and was found dead: the usual thing after Lambda has frozen the container. */
  readonly stale: boolean;

  constructor(message: string, options: { readonly cause?: unknown; readonly stale?: boolean } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ConnectionError';
    this.stale = options.stale ?? false;
  }
}

/**
 * Keep-alive HTTP/1.1 to one endpoint. Only the module that is needed is loaded, when this is called: `node:https`
 * brings TLS, 11 ms of a cold start, which a plain endpoint on loopback does not use.
 */
export function openConnection(endpoint: Endpoint, options: ConnectionOptions): Connection {
  const http = endpoint.secure ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http');
  const agent: HttpAgent = new http.Agent({ keepAlive: true, maxSockets: options.maxSockets });
  const connected = endpoint.secure ? 'secureConnect' : 'connect';

  return async (exchange) => {
    exchange.signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const request: ClientRequest = http.request({
        agent,
        hostname: endpoint.hostname,
        port: endpoint.port,
        method: 'POST',
        path: '/',
        headers: { ...exchange.headers, 'content-length': Buffer.byteLength(exchange.body) },
      });
      let connectTimer: NodeJS.Timeout | undefined;
      const timer = setTimeout(() => fail(new ConnectionError('The attempt timed out')), exchange.timeoutMs);
      const abort = (): void => fail(exchange.signal?.reason);

      function settle(): void {
        clearTimeout(timer);
        clearTimeout(connectTimer);
        exchange.signal?.removeEventListener('abort', abort);
      }
      function fail(error: unknown): void {
        settle();
        reject(error);
        request.destroy();
      }

      exchange.signal?.addEventListener('abort', abort, { once: true });
      request.on('socket', (socket: Socket) => {
        // Used before, by this request's queue perhaps, which `reusedSocket` does not tell.
        if (!socket.connecting) return;
        connectTimer = setTimeout(() => fail(new ConnectionError('Connecting timed out')), options.connectTimeoutMs);
        socket.once(connected, () => clearTimeout(connectTimer));
      });
      request.on('error', (cause) => {
        const stale = request.reusedSocket;
        if (stale) dropIdle(agent);
        fail(new ConnectionError('The connection failed', { cause, stale }));
      });
      request.on('response', (response) => {
        read(response, options.maxResponseBytes).then((answer) => {
          settle();
          resolve(answer);
        }, fail);
      });
      request.end(exchange.body);
    });
  };
}

/** Sockets that were idle as long as a dead one are dead too: the next attempt must not find another of them. */
function dropIdle(agent: HttpAgent): void {
  for (const sockets of Object.values(agent.freeSockets)) {
    for (const socket of [...(sockets ?? [])]) socket.destroy();
  }
}

function read(response: IncomingMessage, maxBytes: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    response.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) reject(new Error(`DynamoDB answered with more than ${maxBytes} bytes`));
      else chunks.push(chunk);
    });
    // A connection that is cut inside the body gives 'error' (ECONNRESET, "aborted"), never 'end'.
    response.on('error', (cause) => reject(new ConnectionError('The answer broke off', { cause })));
    response.on('end', () => {
      const date = Date.parse(response.headers.date ?? '');
      const [first] = chunks;
      const body = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
      const told = response.headers['x-amz-crc32'];
      resolve({
        status: response.statusCode ?? 0,
        date: Number.isNaN(date) ? undefined : date,
        crc32: told === undefined ? undefined : Number(told),
        body: body.toString(),
      });
    });
  });
}
