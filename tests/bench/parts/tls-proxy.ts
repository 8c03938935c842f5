import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Certificate } from './certificate.ts';

export interface TlsCounts {
  /** Completed so far. */
  readonly handshakes: number;
  /** Version and cipher of the last one; undefined before the first. */
  readonly protocol: string | undefined;
}

export interface TlsProxy {
  readonly endpoint: string;
  counts(): Promise<TlsCounts>;
  stop(): void;
}

const program = fileURLToPath(new URL('./tls-proxy-process.ts', import.meta.url));
const ANSWER_LIMIT_MS = 10_000;

/** A TLS endpoint in front of the database, in a process of its own, on the driver's core as it inherits it. */
export async function startTlsProxy(certificate: Certificate, databasePort: number): Promise<TlsProxy> {
  const child = fork(program, [certificate.certificateFile, certificate.keyFile, String(databasePort)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const port = (await nextMessage(child)) as number; // the first thing that tls-proxy-process.ts sends
  return {
    endpoint: `https://localhost:${port}`,
    counts: async () => {
      child.send('counts');
      return (await nextMessage(child)) as TlsCounts; // what it answers to any message
    },
    stop: () => {
      child.kill('SIGKILL');
    },
  };
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]);
  const ended = once(child, 'exit', { signal }).then(() => [undefined]);
  try {
    const [message] = await Promise.race([once(child, 'message', { signal }), ended]);
    if (message === undefined) throw new Error('the TLS endpoint ended');
    return message;
  } finally {
    ended.catch(() => undefined);
    stop.abort();
  }
}
