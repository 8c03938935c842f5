import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { isAppError } from '../errors.ts';
import { createMediaStore, type MediaStore } from './s3.ts';

interface StandIn {
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
  readonly httpServer: { closeAllConnections(): void };
}
// The package has no types; this is the part of it that is used.
const S3rver = createRequire(import.meta.url)('@20minutes/s3rver') as new (options: object) => StandIn;

const bucket = 'gymcoach-test-media';
const directory = mkdtempSync(join(tmpdir(), 'gymcoach-s3-'));
// The one key pair that the stand-in knows.
const keys = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER', AWS_SESSION_TOKEN: '' };
const before = { ...process.env };
let standIn: StandIn;
let store: MediaStore;

beforeAll(async () => {
  standIn = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: bucket }],
  });
  const { port } = await standIn.run();
  Object.assign(process.env, keys, { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}` });
  store = createMediaStore({ bucket });
});

afterAll(async () => {
  process.env = before;
  standIn.httpServer.closeAllConnections();
  await standIn.close();
  rmSync(directory, { recursive: true });
});

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 255]);
const grant = { key: 'u/1/a.png', contentType: 'image/png', maxBytes: 5_000_000, expiresSeconds: 300 };
const caught = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: unknown) => error,
  );

test('stores an object and reads it back with its type', async () => {
  await store.putObject('u/1/put.png', png, 'image/png');
  const read = await store.getObject('u/1/put.png', { maxBytes: 6 });
  expect(read?.contentType).toBe('image/png');
  expect(new Uint8Array(read?.bytes ?? [])).toEqual(png);
});

test('reads what is absent as undefined', async () => {
  expect(await store.getObject('u/1/absent', { maxBytes: 10 })).toBeUndefined();
});

test('refuses an object that is longer than the reader takes', async () => {
  await store.putObject('u/1/long', new Uint8Array(1_000_000), 'application/octet-stream');
  const error = await caught(store.getObject('u/1/long', { maxBytes: 999_999 }));
  expect(isAppError(error)).toBe(true);
  expect(error).toMatchObject({ kind: 'too-large', code: 'limit.size' });
});

test('deletes, and does not mind a second time', async () => {
  await store.putObject('u/1/gone', png, 'image/png');
  await store.deleteObject('u/1/gone');
  await store.deleteObject('u/1/gone');
  expect(await store.getObject('u/1/gone', { maxBytes: 10 })).toBeUndefined();
});

test('grants an upload of one key, one type, a bounded length and encryption, and nothing else', async () => {
  const started = Date.now();
  const { fields } = await store.presignPost(grant);
  const policy = JSON.parse(Buffer.from(fields['Policy'] ?? '', 'base64').toString());
  const seconds = (Date.parse(policy.expiration) - started) / 1000;
  expect(seconds).toBeGreaterThan(298);
  expect(seconds).toBeLessThanOrEqual(301);
  expect(policy.conditions).toHaveLength(8);
  expect(policy.conditions).toEqual(
    expect.arrayContaining([
      ['content-length-range', 1, 5_000_000],
      { key: 'u/1/a.png' },
      { bucket },
      { 'Content-Type': 'image/png' },
      { 'x-amz-server-side-encryption': 'AES256' },
      { 'X-Amz-Algorithm': 'AWS4-HMAC-SHA256' },
      { 'X-Amz-Credential': fields['X-Amz-Credential'] },
      { 'X-Amz-Date': fields['X-Amz-Date'] },
    ]),
  );
});

test('takes an upload by the form that was granted', async () => {
  const { url, fields } = await store.presignPost(grant);
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([png], { type: 'image/png' }), 'whatever.exe');
  const response = await fetch(url, { method: 'POST', body: form });
  expect(response.status).toBe(204);
  const read = await store.getObject('u/1/a.png', { maxBytes: 10 });
  expect(new Uint8Array(read?.bytes ?? [])).toEqual(png);
});

test.each([0, 301, Number.NaN])('does not grant an upload for %d seconds', (expiresSeconds) => {
  expect(() => store.presignPost({ ...grant, expiresSeconds })).toThrow(RangeError);
});

test('does not let the uploader name the object', () => {
  expect(() => store.presignPost({ ...grant, key: `u/1/${'$'}{filename}` })).toThrow('file name variable');
});

test('gives a URL that reads the object under the headers wished for', async () => {
  await store.putObject('u/1/shown.png', png, 'image/png');
  const headers = { contentDisposition: 'attachment; filename="a.png"', responseContentType: 'image/x-test' };
  const url = await store.presignGet('u/1/shown.png', 60, headers);
  expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('60');
  const response = await fetch(url);
  expect(response.headers.get('content-disposition')).toBe(headers.contentDisposition);
  expect(response.headers.get('content-type')).toBe(headers.responseContentType);
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(png);
});

describe('with S3 in trouble', () => {
  const client = (endpoint: string, timeout: number) =>
    new S3Client({
      endpoint,
      forcePathStyle: true,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
      requestHandler: { requestTimeout: timeout, throwOnRequestTimeout: true },
    });
  test.each([
    ['answers 503', 503],
    ['is silent', undefined],
  ])('is unavailable when S3 %s', async (_, status) => {
    const server = createServer((_request, response) => {
      if (status !== undefined) response.writeHead(status).end();
    });
    await new Promise<void>((ready) => {
      server.listen(0, '127.0.0.1', ready);
    });
    const { port } = server.address() as AddressInfo; // listening on TCP, so it is no pipe name
    const troubled = createMediaStore({ bucket, client: client(`http://127.0.0.1:${port}`, 100) });
    const errors = await Promise.all([
      caught(troubled.getObject('k', { maxBytes: 1 })),
      caught(troubled.putObject('k', png, 'image/png')),
      caught(troubled.deleteObject('k')),
    ]);
    server.closeAllConnections();
    server.close();
    const expected = { kind: 'unavailable', code: 'dependency.unavailable', retryAfter: 1 };
    expect(errors).toMatchObject([expected, expected, expected]);
  });

  // In a process of its own: Jest gives the SDK another `Error` than node's sockets throw, and it wraps what it does not know.
  test('is unavailable when S3 is out of reach', async () => {
    const script = `import { createMediaStore } from ${JSON.stringify(resolve(import.meta.dirname, 's3.ts'))};
      createMediaStore({ bucket: 'b' }).deleteObject('k').catch(({ kind, code }) => console.log(kind, code));`;
    const env = { ...process.env, AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1' };
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { env });
    expect(stdout).toBe('unavailable dependency.unavailable\n');
  });

  test('passes on what is our own fault', async () => {
    const error = await caught(createMediaStore({ bucket: 'no-such-bucket' }).getObject('k', { maxBytes: 1 }));
    expect(error).toHaveProperty('name', 'NoSuchBucket');
  });
});
