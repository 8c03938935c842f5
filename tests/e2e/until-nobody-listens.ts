import { createConnection } from 'node:net';

/** Resolves when all of these ports are free again: a platform that was stopped, or killed, is gone as a whole. */
export async function untilNobodyListens(ports: readonly number[]): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (!(await Promise.all(ports.map(isListening))).some(Boolean)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`somebody still listens on one of ${ports.join(', ')}`);
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
