import { Agent, createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Endpoints } from '../endpoints.ts';
import { openCallLog } from './call-log.ts';
import { callsOfRequest } from './calls-of-request.ts';

export interface RecordedEndpoints {
  /** Those that functions are given. */
  readonly endpoints: Endpoints;
  stop(): void;
}

const RECORDED = ['dynamodb', 's3', 'sqs'] as const;

/**
 * Puts a proxy in front of each part that functions call, and notes in `folder` what they ask of it, by who has signed it.
 * Requests and answers pass as they are: a signature holds, for it covers the host that the function has asked.
 */
export async function recordCalls(endpoints: Endpoints, folder: string): Promise<RecordedEndpoints> {
  const { note } = openCallLog(folder);
  const agent = new Agent({ keepAlive: true });
  const pass = async (target: string, asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = asked;
    const chunks: Buffer[] = [];
    for await (const chunk of asked) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const send = (): void => {
      const passed = sendRequest(`${target}${url}`, { method, headers, agent }, (given) => {
        const status = given.statusCode ?? 502;
        note(callsOfRequest({ method, url, headers, body, status }));
        answer.writeHead(status, given.headers);
        given.pipe(answer);
        given.once('error', () => answer.destroy());
      });
      passed.once('error', (error: NodeJS.ErrnoException) => {
        // A part has closed the connection that was kept for it: it has not seen the request.
        if (passed.reusedSocket && error.code === 'ECONNRESET' && !answer.destroyed) send();
        else answer.destroy();
      });
      answer.once('close', () => passed.destroy());
      passed.end(body);
    };
    send();
  };
  const servers = await Promise.all(
    RECORDED.map(async (part) => {
      const server = createServer((asked, answer) => {
        pass(endpoints[part], asked, answer).catch(() => answer.destroy()); // who asked has gone
      });
      await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready));
      const { port } = server.address() as AddressInfo; // listening on TCP, so it is no pipe name
      return { part, server, url: `http://127.0.0.1:${port}` };
    }),
  );
  return {
    endpoints: { ...endpoints, ...Object.fromEntries(servers.map(({ part, url }) => [part, url])) },
    stop() {
      for (const { server } of servers) {
        server.close();
        server.closeAllConnections();
      }
      agent.destroy();
    },
  };
}
