import { Agent, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Without its content coding. */
  readonly text: string;
}

export interface KeepAliveClient {
  /** Sends one request as it is; rejects when there is no whole answer in time. */
  send(
    method: string,
    path: string,
    headers?: Readonly<Record<string, string>>,
    body?: string | Uint8Array,
  ): Promise<HttpAnswer>;
  close(): void;
}

const ANSWER_WITHIN_MS = 30_000;

/** A client for many requests to one server on this machine: its connections stay open, and it does nothing on its own. */
export function createKeepAliveClient(url: string, { maxSockets = 256 } = {}): KeepAliveClient {
  const agent = new Agent({ keepAlive: true, maxSockets });
  const { hostname, port } = new URL(url);
  if (hostname !== '127.0.0.1') throw new Error(`${url} is not on this machine`);
  return {
    send(method, path, headers = {}, body) {
      return new Promise((resolve, reject) => {
        // Given as bytes, so that the length is told and any path goes out as it is.
        const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
        const options = { agent, hostname, port, method, path, headers: { ...length, ...headers } };
        const outgoing = request({ ...options, timeout: ANSWER_WITHIN_MS }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.once('error', reject);
          answer.once('end', () => {
            const named = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
            resolve({
              status: answer.statusCode ?? 0,
              headers: Object.fromEntries(named),
              text: decoded(Buffer.concat(chunks), answer.headers['content-encoding']),
            });
          });
        });
        outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)));
        outgoing.once('error', reject);
        outgoing.end(body);
      });
    },
    close: () => agent.destroy(),
  };
}

function decoded(bytes: Buffer, coding: string | undefined): string {
  if (coding === undefined) return bytes.toString('utf8');
  if (coding === 'br') return brotliDecompressSync(bytes).toString('utf8');
  if (coding === 'gzip') return gunzipSync(bytes).toString('utf8');
  throw new Error(`nobody asked for ${coding}`);
}
