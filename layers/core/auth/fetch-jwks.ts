import { callSignal } from '../request-scope.ts';

const TIME_OUT_MS = 1_500;
const MAX_BYTES = 64_000; // a Cognito key set has two keys and under 1 kB

/**
 * The text of a key set. One attempt that follows no redirect and ends within 1.5 s, whatever the other side does, and
 * with the request that it is made for; rejects with a plain `Error` on any other status than 200, a body over 64 kB, and a broken or slow connection.
 * `node:https` costs 11 ms to load, so it is loaded by the first fetch and not with this module.
 */
export async function fetchJwks(uri: URL): Promise<string> {
  const signal = callSignal();
  const { get } = process.getBuiltinModule(uri.protocol === 'https:' ? 'node:https' : 'node:http');
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
      request.destroy();
    };
    // No agent: one request an hour is not worth a socket that goes stale while the container is frozen.
    const request = get(uri, { agent: false, headers: { accept: 'application/json' } }, (response) => {
      if (response.statusCode !== 200) return fail(new Error(`The key set was answered with ${response.statusCode}.`));
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_BYTES) fail(new Error(`The key set is longer than ${MAX_BYTES} bytes.`));
        else chunks.push(chunk);
      });
      response.on('error', fail);
      response.on('end', () => {
        clearTimeout(timer);
        resolve(Buffer.concat(chunks).toString('utf8'));
      });
    });
    request.on('error', fail);
    const timer = setTimeout(() => fail(new Error(`The key set took longer than ${TIME_OUT_MS} ms.`)), TIME_OUT_MS);
    signal?.addEventListener('abort', () => fail(signal.reason));
  });
}
