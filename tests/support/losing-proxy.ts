import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LosingProxy {
  /** `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  /** The next answers are lost on their way back: what was asked for is done. `meanwhile` runs before the asker knows. */
  lose(answers: number, meanwhile?: () => Promise<unknown>): void;
  /** Requests that came. */
  readonly requests: number;
  stop(): Promise<void>;
}

/** Stands before a DynamoDB engine and loses answers, as a network does. */
export async function startLosingProxy(target: string): Promise<LosingProxy> {
  let losses = 0;
  let requests = 0;
  let between: (() => Promise<unknown>) | undefined;
  const server = createServer((asked, answer) => {
    requests += 1;
    const lost = losses > 0;
    if (lost) losses -= 1;
    const onward = send(target, { method: asked.method, path: asked.url, headers: asked.headers }, (given) => {
      if (!lost) {
        answer.writeHead(given.statusCode ?? 500, given.headers);
        given.pipe(answer);
        return;
      }
      given.resume().once('end', () => {
        const meanwhile = between ?? (async () => undefined);
        between = undefined;
        void meanwhile().finally(() => answer.destroy());
      });
    });
    asked.pipe(onward);
  });
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  const { port } = server.address() as AddressInfo; // listening on TCP, so it is no pipe name
  return {
    endpoint: `http://127.0.0.1:${port}`,
    lose(answers, meanwhile) {
      losses = answers;
      between = meanwhile;
    },
    get requests() {
      return requests;
    },
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}
