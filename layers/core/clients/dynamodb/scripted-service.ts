import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** How the service treats one request. */
export type Step = (response: ServerResponse, request: IncomingMessage) => void;

export interface Seen {
  readonly target: string;
  readonly date: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** For tests: a real server that takes the next step of its script for each request, and answers an item without one. */
export interface ScriptedService {
  readonly endpoint: string;
  readonly seen: readonly Seen[];
  readonly sockets: ReadonlySet<Socket>;
  script(...steps: readonly Step[]): void;
  stop(): Promise<void>;
}

export async function startScriptedService(): Promise<ScriptedService> {
  const seen: Seen[] = [];
  const sockets = new Set<Socket>();
  let steps: Step[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    seen.push({
      target: String(request.headers['x-amz-target']),
      date: String(request.headers['x-amz-date']),
      body: JSON.parse(Buffer.concat(chunks).toString()),
    });
    (steps.shift() ?? answer(200, { Item: { PK: { S: 'a' } } }))(response, request);
  });
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  const { port } = server.address() as AddressInfo; // listening on TCP, so it is no pipe name
  return {
    endpoint: `http://127.0.0.1:${port}`,
    seen,
    sockets,
    script(...next) {
      steps = [...next];
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => {
        server.close(closed);
      });
    },
  };
}

export const answer =
  (status: number, body: unknown, headers = {}): Step =>
  (response) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };

export const failure = (name: string, more: object = {}, status = 400, headers = {}): Step =>
  answer(status, { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: name, ...more }, headers);

export const silence: Step = () => {};

export const reset: Step = (_, request) => request.socket.resetAndDestroy();

export const resetInBody: Step = (response, request) => {
  response.writeHead(200, { 'content-length': 1000 });
  response.write('{"Item":', () => request.socket.resetAndDestroy());
};
