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
  const pass =
    (target: string) =>
    (asked: IncomingMessage, answer: ServerResponse): void => {
      const { method = '', url = '', headers } = asked;
      const chunks: Buffer[] = [];
      const passed = sendRequest(`${target}${url}`, { method, headers, agent }, (given) => {
        const status = given.statusCode ?? 502;
        note(callsOfRequest({ method, url, headers, body: Buffer.concat(chunks), status }));
        answer.writeHead(status, given.headers);
        given.pipe(answer);
        given.once('error', () => answer.destroy());
      });
      passed.once('error', () => answer.destroy());
      answer.once('close', () => passed.destroy());
      asked.on('data', (chunk: Buffer) => chunks.push(chunk)).pipe(passed);
    };
  const servers = await Promise.all(
    RECORDED.map(async (part) => {
      const server = createServer(pass(endpoints[part]));
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
