import { createServer, type RequestListener, type ServerResponse, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a service hangs: it never answers, or stops in the middle of its answer. */
export type Hang = 'silent' | 'half-answered';

/** A service in front of another, which hangs when it is told to, and sees every call that is made. */
export interface FaultyService {
  readonly url: string;
  /** Calls since `heal`, those that hang too. */
  readonly calls: number;
  /** Calls that have neither been answered nor given up by the caller. */
  readonly open: number;
  /** From its k-th call on, counted from now, 1 for the next. */
  hangFrom(k: number, how?: Hang): void;
  /** Answers everything again, and breaks off what hangs. */
  heal(): void;
  stop(): Promise<void>;
}

export async function startFaultyService(answer: RequestListener): Promise<FaultyService> {
  let calls = 0;
  let fault: { readonly from: number; readonly how: Hang } | undefined;
  const open = new Set<ServerResponse>();
  const hanging = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    calls += 1;
    open.add(response);
    response.once('close', () => {
      open.delete(response);
      hanging.delete(response);
    });
    if (fault === undefined || calls < fault.from) return answer(request, response);
    hanging.add(response);
    request.resume();
    if (fault.how === 'half-answered') response.writeHead(200, { 'content-length': 1_000 }).write('{');
  });
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  const { port } = server.address() as AddressInfo; // listening on TCP, so it is no pipe name
  return {
    url: `http://127.0.0.1:${port}`,
    get calls() {
      return calls;
    },
    get open() {
      return open.size;
    },
    hangFrom(k, how = 'silent') {
      calls = 0;
      fault = { from: k, how };
    },
    heal() {
      calls = 0;
      fault = undefined;
      for (const response of hanging) response.destroy();
    },
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

/** Passes requests on to a real service as they are. */
export const passTo =
  (target: string): RequestListener =>
  (request, response) => {
    const { method, url, headers } = request;
    const passed = sendRequest(`${target}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  };

/** A bucket that keeps what is put into it. */
export function bucketService(): RequestListener {
  const objects = new Map<string, Buffer>();
  return async (request, response) => {
    const name = new URL(request.url ?? '', 'http://bucket').pathname;
    if (request.method === 'PUT' || request.method === 'POST') {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      if (request.method === 'PUT') objects.set(name, body);
      else await putForm(objects, name, body, request.headers['content-type'] ?? '');
      response.writeHead(request.method === 'PUT' ? 200 : 204).end();
      return;
    }
    if (request.method === 'DELETE') objects.delete(name);
    const found = objects.get(name);
    if (request.method === 'DELETE') response.writeHead(204).end();
    else if (found === undefined) response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    else response.end(found);
  };
}

/** What a presigned form has uploaded; its conditions are not looked at. */
async function putForm(objects: Map<string, Buffer>, bucket: string, body: Buffer, type: string): Promise<void> {
  const form = await new Response(Uint8Array.from(body), { headers: { 'content-type': type } }).formData();
  const file = form.get('file');
  if (!(file instanceof Blob)) throw new Error('a form without a file');
  objects.set(`${bucket.replace(/\/$/, '')}/${form.get('key')}`, Buffer.from(await file.arrayBuffer()));
}
