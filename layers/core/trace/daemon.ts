import type { Socket } from 'node:dgram';

export interface DaemonAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * Where segments go, from `AWS_XRAY_DAEMON_ADDRESS`: `host:port`, or `tcp:host:port udp:host:port` in any order. Numeric
 * IPv4, as Lambda sets it: a name would have to be looked up, which does not end before the answer is given.
 */
export function daemonAddress(text: string | undefined): DaemonAddress | undefined {
  const parts = text?.trim().split(/\s+/) ?? [];
  const own = parts.length === 1 ? parts[0] : parts.find((part) => part.startsWith('udp:'));
  const [, host, port] = /^(?:udp:)?((?:\d{1,3}\.){3}\d{1,3}):(\d{1,5})$/.exec(own ?? '') ?? [];
  return host === undefined || Number(port) < 1 || Number(port) > 65_535 ? undefined : { host, port: Number(port) };
}

let socket: Socket | undefined;

/** Hands one datagram to the kernel before it returns; that somebody takes it, nobody knows. */
export function sendDatagram({ host, port }: DaemonAddress, text: string): void {
  socket ??= openSocket();
  socket.send(text, port, host);
}

/** Asked for by the first datagram: 1.5 ms. It keeps no process alive. */
function openSocket(): Socket {
  const opened = process.getBuiltinModule('node:dgram').createSocket({
    type: 'udp4',
    // Node's own look-up answers later, even for a number; with this one binding and sending are done at once.
    lookup: (address, _options, done) => done(null, address, 4),
  });
  opened.on('error', () => {}); // a lost trace is no event
  return opened.unref();
}
