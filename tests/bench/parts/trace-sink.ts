import { createSocket } from 'node:dgram';

export interface TraceSink {
  /** For `AWS_XRAY_DAEMON_ADDRESS`. */
  readonly address: string;
  /** Datagrams seen so far. */
  received(): number;
  stop(): void;
}

/** Takes the segments that sampled requests send to the X-Ray daemon, and counts them. */
export async function startTraceSink(): Promise<TraceSink> {
  const socket = createSocket('udp4');
  let received = 0;
  socket.on('message', () => {
    received += 1;
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    received: () => received,
    stop: () => socket.close(),
  };
}
