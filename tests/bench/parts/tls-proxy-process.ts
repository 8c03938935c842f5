// Started by tls-proxy.ts: ends TLS 1.3 in front of the database and passes the bytes on as they are, so that a
// connection lives for as long as both ends want it to.
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { TlsCounts } from './tls-proxy.ts';

const [certificateFile = '', keyFile = '', databasePort = ''] = process.argv.slice(2);
const counts: { -readonly [key in keyof TlsCounts]: TlsCounts[key] } = { handshakes: 0, protocol: undefined };

const passOn = (client: TLSSocket): void => {
  counts.handshakes += 1;
  counts.protocol = `${client.getProtocol()} ${client.getCipher().standardName}`;
  const database = connect({ host: '127.0.0.1', port: Number(databasePort), noDelay: true });
  client.on('error', () => database.destroy()).on('close', () => database.destroy());
  database.on('error', () => client.destroy()).on('close', () => client.destroy());
  client.pipe(database).pipe(client);
};

const listen = (host: string, port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const cert = readFileSync(certificateFile);
    const server = createServer({ cert, key: readFileSync(keyFile), minVersion: 'TLSv1.3', noDelay: true }, passOn);
    server.on('tlsClientError', () => undefined); // a function that was killed in the middle of its handshake
    server.once('error', reject).listen(port, host, () => resolve(server));
  });

const { port } = (await listen('127.0.0.1', 0)).address() as AddressInfo; // a listening TCP server has a port
await listen('::1', port).catch(() => undefined); // where `localhost` is that, too
process.on('message', () => process.send?.(counts));
process.on('disconnect', () => process.exit());
process.send?.(port);
