import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { withRequestScope } from '../../request-scope.ts';
import { ConnectionError } from './connection-error.ts';
import { openConnection } from './open-connection.ts';
import { resolveEndpoint } from './resolve-endpoint.ts';

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';
const limits = { maxSockets: 2, connectTimeoutMs: 500, maxResponseBytes: 1_000 };
const request = { headers: { host: 'h', 'x-amz-target': 't' }, body: '{"é":1}', timeoutMs: 1_000 };

const servers: Server[] = [];
const folder = mkdtempSync(join(tmpdir(), 'connection-'));
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((closed) => server.close(closed))));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Peer {
  readonly port: number;
  readonly sockets: Socket[];
  /** All that has arrived, by connection. */
  readonly received: string[];
}

/** A server that treats each piece of each connection as it is told. */
async function listen(
  treat: (socket: Socket, piece: number, connection: number) => void,
  make: (accept: (socket: Socket) => void) => Server = createServer,
): Promise<Peer> {
  const peer: { port: number; sockets: Socket[]; received: string[] } = { port: 0, sockets: [], received: [] };
  const server = make((socket) => {
    const connection = peer.sockets.push(socket) - 1;
    let piece = 0;
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      peer.received[connection] = (peer.received[connection] ?? '') + bytes.toString();
      treat(socket, piece, connection);
      piece += 1;
    });
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  peer.port = (server.address() as AddressInfo).port; // it listens on TCP
  return peer;
}

const connectTo = ({ port }: Peer, scheme = 'http', host = '127.0.0.1') =>
  openConnection(resolveEndpoint('eu-west-1', `${scheme}://${host}:${port}`), limits);

const caught = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);
const closed = (socket: Socket | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (socket === undefined || socket.destroyed) resolve();
    else socket.once('close', () => resolve());
  });

test('sends one request with its length in bytes', async () => {
  const peer = await listen((socket) => socket.write(OK));
  expect(await connectTo(peer)(request)).toMatchObject({ status: 200, body: '{}' });
  expect(peer.received).toEqual(['POST / HTTP/1.1\r\nhost: h\r\nx-amz-target: t\r\ncontent-length: 8\r\n\r\n{"é":1}']);
  peer.sockets[0]?.destroy();
});

test.each(['a\r\nx-evil: 1', 'a\nb', 'a\0'])('sends nothing of a header that would break its line', async (value) => {
  const peer = await listen((socket) => socket.write(OK));
  const error = await caught(connectTo(peer)({ ...request, headers: { ...request.headers, 'x-token': value } }));
  expect(error).toHaveProperty('message', 'The header x-token holds a line break');
  expect(peer.sockets).toHaveLength(0);
});

test('more requests than sockets wait for a place, and one that waits too long gives its place up', async () => {
  const peer = await listen((socket, piece) => {
    if (piece > 0) socket.write(OK);
    else setTimeout(() => socket.write(OK), 60);
  });
  const send = connectTo(peer);
  const [first, second, third, fourth] = await Promise.all(
    [request, request, request, { ...request, timeoutMs: 20 }].map((one) => caught(send(one))),
  );
  expect([first, second, third]).toEqual(Array(3).fill(expect.objectContaining({ body: '{}' })));
  expect(fourth).toHaveProperty('message', 'The attempt timed out');
  expect(peer.sockets).toHaveLength(2);
  for (const socket of peer.sockets) socket.destroy();
});

test('a socket that died while idle is known as stale, and takes the other idle ones with it', async () => {
  let isDead = false;
  const peer = await listen((socket) => (isDead ? socket.resetAndDestroy() : socket.write(OK)));
  const send = connectTo(peer);
  await Promise.all([send(request), send(request)]);
  isDead = true;
  expect(await caught(send(request))).toMatchObject({ stale: true });
  await Promise.all(peer.sockets.map(closed));
  isDead = false;
  expect(await send(request)).toMatchObject({ body: '{}' });
  expect(peer.sockets).toHaveLength(3);
  peer.sockets[2]?.destroy();
});

test('a socket that the server closed or talked into while idle is not used again', async () => {
  const peer = await listen((socket) => socket.write(OK));
  const send = connectTo(peer);
  await send(request);
  peer.sockets[0]?.end();
  await closed(peer.sockets[0]);
  await send(request);
  peer.sockets[1]?.write(OK);
  await closed(peer.sockets[1]);
  expect(await send(request)).toMatchObject({ body: '{}' });
  expect(peer.sockets).toHaveLength(3);
  peer.sockets[2]?.destroy();
});

test('an answer that breaks off is no answer, and no stale socket', async () => {
  const peer = await listen((socket, piece) => {
    if (piece === 0) socket.write(OK);
    else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{', () => socket.destroy());
  });
  const send = connectTo(peer);
  await send(request);
  expect(await caught(send(request))).toMatchObject({ message: 'The answer broke off', stale: false });
});

test('an answer after the attempt has ended reaches nobody', async () => {
  const peer = await listen((socket, _, connection) => {
    setTimeout(() => socket.write(OK.replace('{}', `0${connection}`)), connection === 0 ? 60 : 0);
  });
  const send = connectTo(peer);
  expect(await caught(send({ ...request, timeoutMs: 20 }))).toBeInstanceOf(ConnectionError);
  await new Promise((resolve) => setTimeout(resolve, 80));
  expect(await send(request)).toMatchObject({ body: '01' });
  peer.sockets[1]?.destroy();
});

test('a request whose caller has gone before there was a connection is never sent', async () => {
  const peer = await listen((socket) => socket.write(OK));
  const send = connectTo(peer);
  let late: Promise<unknown> | undefined;
  await withRequestScope({ ms: 1_000, traceId: 't' }, async () => {
    late = caught(send(request));
  });
  expect(await late).toMatchObject({ code: 'deadline.exceeded' });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(peer.received).toEqual([]);
});

test('after a time-out the other sockets that were idle are not tried one by one', async () => {
  let isSilent = false;
  const peer = await listen((socket, _, connection) => {
    if (!isSilent || connection > 1) socket.write(OK);
  });
  const send = connectTo(peer);
  await Promise.all([send(request), send(request)]);
  isSilent = true;
  expect(await caught(send({ ...request, timeoutMs: 30 }))).toMatchObject({ message: 'The attempt timed out' });
  expect(await send(request)).toMatchObject({ body: '{}' });
  expect(peer.sockets).toHaveLength(3);
  peer.sockets[2]?.destroy();
});

describe('over TLS', () => {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  let identity: { readonly key: Buffer; readonly cert: Buffer };

  beforeAll(() => {
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' });
    identity = { key: readFileSync(key), cert: readFileSync(cert) };
  });

  test('goes to nobody whose certificate is not trusted', async () => {
    const peer = await listen(
      (socket) => socket.write(OK),
      (accept) => createTlsServer(identity, accept),
    );
    const error = await caught(connectTo(peer, 'https', 'localhost')(request));
    expect(error).toMatchObject({ name: 'ConnectionError', cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
    expect(peer.received).toEqual([]);
  });

  test('goes on with the session of the socket before, under the name of the server', async () => {
    const seen: unknown[] = [];
    const peer = await listen(
      (socket) => {
        const secured = socket as TLSSocket; // of a TLS server
        seen.push([secured.isSessionReused(), secured.alpnProtocol]);
        socket.write(OK);
      },
      (accept) => createTlsServer({ ...identity, ALPNProtocols: ['http/1.1'] }, accept),
    );
    // A root is trusted for the whole process, when it starts.
    const script = `const { openConnection } = await import(${JSON.stringify(join(import.meta.dirname, 'open-connection.ts'))});
      const send = openConnection({ secure: true, hostname: 'localhost', port: ${peer.port}, host: 'h' }, ${JSON.stringify(limits)});
      await send(${JSON.stringify(request)});
      await new Promise((resolve) => setTimeout(resolve, 50));
      const both = await Promise.all([send(${JSON.stringify(request)}), send(${JSON.stringify(request)})]);
      console.log(both.map(({ body }) => body).join());`;
    const { stdout: told } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      env: { NODE_EXTRA_CA_CERTS: cert },
    });
    expect(told).toBe('{},{}\n');
    expect(seen).toEqual([
      [false, 'http/1.1'],
      [false, 'http/1.1'],
      [true, 'http/1.1'],
    ]);
  });
});
