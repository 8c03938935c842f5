import type { Socket } from 'node:net';
import { whenRequestEnds } from '../../request-scope.ts';
import { ConnectionError } from './connection-error.ts';
import { type Answer, readAnswer } from './read-answer.ts';
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
}

/** One POST and its whole answer. Ends with the request that it is made for. */
export type Connection = (exchange: Exchange) => Promise<Answer>;

/** A socket, and who waits for an answer on it. */
interface Line {
  readonly socket: Socket;
  turn: Turn | undefined;
  /** Whether an answer has come over it before. */
  served: boolean;
}

interface Turn {
  begin(line: Line): void;
  take(bytes: Buffer): void;
  fail(error: Error): void;
}

/**
 * Keep-alive HTTP/1.1 on plain sockets: half the CPU of `node:http` per request, which has much to care for that does not
 * occur between us and DynamoDB. `node:tls` is loaded for an endpoint that wants it, when this is called.
 */
export function openConnection(endpoint: Endpoint, options: ConnectionOptions): Connection {
  const openSocket = socketsTo(endpoint);
  const idle: Line[] = [];
  const waiting = new Set<Turn>();
  let open = 0;
  /** Of TLS: a new socket goes on where another one was, without another exchange of certificates. */
  let session: Buffer | undefined;

  function connect(): Line {
    const line: Line = { socket: openSocket(session), turn: undefined, served: false };
    const { socket } = line;
    const timer = setTimeout(
      () => socket.destroy(new ConnectionError('Connecting timed out')),
      options.connectTimeoutMs,
    );
    let cause: Error | undefined;
    open += 1;
    socket.once(endpoint.secure ? 'secureConnect' : 'connect', () => clearTimeout(timer));
    socket.on('session', (ticket: Buffer) => {
      session = ticket;
    });
    socket.on('data', (bytes: Buffer) => {
      if (line.turn !== undefined) return line.turn.take(bytes);
      forget(line); // nobody has asked
      socket.destroy();
    });
    socket.on('error', (error) => {
      cause = error;
    });
    socket.on('close', () => {
      clearTimeout(timer);
      open -= 1;
      forget(line);
      if (!line.served) session = undefined; // what has never answered vouches for no session
      line.turn?.fail(broken(line, cause));
      next();
    });
    return line;
  }

  function forget(line: Line): void {
    const at = idle.indexOf(line);
    if (at !== -1) idle.splice(at, 1);
  }

  /** Sockets that were idle as long as a dead one are dead too: the next attempt must not find another of them. */
  function dropIdle(): void {
    for (const { socket } of idle.splice(0)) socket.destroy();
  }

  function broken({ served }: Line, cause: Error | undefined): Error {
    if (cause instanceof ConnectionError) return cause; // of this file: the same copy of the class
    if (served) dropIdle();
    return new ConnectionError('The connection failed', { cause, stale: served });
  }

  /** A place for whoever waits longest. */
  function next(): void {
    const [turn] = waiting;
    if (turn === undefined) return;
    let line = idle.pop();
    while (line !== undefined && !line.socket.writable) line = idle.pop(); // closed, and has not said so yet
    if (line === undefined && open >= options.maxSockets) return;
    waiting.delete(turn);
    turn.begin(line ?? connect());
  }

  function giveBack(line: Line, reusable: boolean): void {
    line.turn = undefined;
    line.served = true;
    if (!reusable) {
      line.socket.destroy();
      return;
    }
    idle.push(line);
    line.socket.unref(); // an idle socket keeps no process alive
    next();
  }

  return (exchange) =>
    new Promise((resolve, reject) => {
      const text = requestText(exchange);
      const read = readAnswer(options.maxResponseBytes);
      let line: Line | undefined;
      let begun = false;

      const fail = (error: Error): void => {
        settle();
        waiting.delete(turn);
        if (line !== undefined) {
          line.turn = undefined;
          line.socket.destroy();
        }
        reject(error);
      };
      const turn: Turn = {
        begin(found) {
          line = found;
          line.turn = turn;
          line.socket.ref();
          line.socket.write(text);
        },
        take(bytes) {
          try {
            begun = true;
            const answer = read(bytes);
            if (answer === undefined) return;
            settle();
            resolve(answer);
            if (line !== undefined) giveBack(line, answer.reusable);
          } catch (error) {
            fail(error as Error); // of the reader, which throws nothing else
          }
        },
        fail: (error) => fail(begun ? new ConnectionError('The answer broke off', { cause: error }) : error),
      };
      const done = whenRequestEnds(fail);
      const timer = setTimeout(() => {
        if (line?.served) dropIdle();
        fail(new ConnectionError('The attempt timed out'));
      }, exchange.timeoutMs);
      function settle(): void {
        clearTimeout(timer);
        done();
      }

      waiting.add(turn);
      next();
    });
}

function socketsTo({ secure, hostname: host, port }: Endpoint): (session: Buffer | undefined) => Socket {
  const { connect, isIP } = process.getBuiltinModule('node:net');
  const options = { host, port, noDelay: true };
  if (!secure) return () => connect(options);
  const tls = process.getBuiltinModule('node:tls');
  // The server's name only: addresses have no place there (RFC 6066).
  const secured = { ...options, ALPNProtocols: ['http/1.1'], ...(isIP(host) === 0 ? { servername: host } : {}) };
  return (session) => tls.connect({ ...secured, session });
}

/** What would begin another line, or another request. */
const BREAKS_LINE = /[\r\n\0]/;

function requestText({ headers, body }: Exchange): string {
  let head = 'POST / HTTP/1.1\r\n';
  for (const [name, value] of Object.entries(headers)) {
    if (BREAKS_LINE.test(value)) throw new Error(`The header ${name} holds a line break`);
    head += `${name}: ${value}\r\n`;
  }
  return `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
