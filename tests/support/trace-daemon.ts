import { createSocket } from 'node:dgram';

/** A segment document, as X-Ray describes it: the fields that the tests look at. */
export interface SegmentDocument {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly trace_id: string;
  readonly parent_id: string;
  readonly start_time: number;
  readonly end_time: number;
  readonly namespace?: string;
  readonly aws?: Readonly<Record<string, unknown>>;
  readonly error?: boolean;
  readonly fault?: boolean;
  readonly cause?: { readonly exceptions: readonly { readonly id: string; readonly message: string }[] };
}

export interface TraceDaemon {
  /** For `AWS_XRAY_DAEMON_ADDRESS`. */
  readonly address: string;
  /** Every datagram so far, as it came. */
  readonly datagrams: readonly string[];
  /** What stands in them under the header. */
  documents(): SegmentDocument[];
  stop(): Promise<void>;
}

/** Where Lambda would have its X-Ray daemon. */
export async function startTraceDaemon(): Promise<TraceDaemon> {
  const socket = createSocket('udp4');
  const datagrams: string[] = [];
  socket.on('message', (message) => datagrams.push(message.toString()));
  await new Promise<void>((ready) => {
    socket.bind(0, '127.0.0.1', ready);
  });
  return {
    address: `127.0.0.1:${socket.address().port}`,
    datagrams,
    documents: () => datagrams.map((text) => JSON.parse(text.slice(text.indexOf('\n')))),
    stop: () =>
      new Promise((stopped) => {
        socket.close(() => stopped());
      }),
  };
}
