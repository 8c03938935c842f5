import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAppError } from '@gymcoach/core/errors';
import { mediaBucket } from '../../services/user-profile-service/adapters/media-bucket.ts';
import type { MediaStore } from '../../services/user-profile-service/domain/ports.ts';
import { memoryBucket } from '../support/memory-bucket.ts';

interface StandIn {
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
  readonly httpServer: { closeAllConnections(): void };
}
// The package has no types; this is the part of it that is used.
const S3rver = createRequire(import.meta.url)('@20minutes/s3rver') as new (options: object) => StandIn;

const BUCKET = 'gymcoach-test-media';
const KEY = 'u/1/avatar/a.png';
const BYTES = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 255]);
const before = { ...process.env };
const directory = mkdtempSync(join(tmpdir(), 'gymcoach-media-'));
let standIn: StandIn;

beforeAll(async () => {
  const shared = { port: 0, address: '127.0.0.1', silent: true };
  standIn = new S3rver({ ...shared, directory, configureBuckets: [{ name: BUCKET }] });
  const { port } = await standIn.run();
  Object.assign(process.env, {
    ...{ AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`, AWS_SESSION_TOKEN: '' },
    ...{ AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' }, // the one key pair that it knows
  });
});
afterAll(async () => {
  process.env = before;
  standIn.httpServer.closeAllConnections();
  await standIn.close();
  rmSync(directory, { recursive: true });
});

/** What the use cases rely on; the bucket of the proofs and the real adapter have to agree on it. */
describe.each<[string, () => MediaStore]>([
  ['the bucket in memory', () => memoryBucket().media],
  ['the adapter on a stand-in for S3', () => mediaBucket(BUCKET)],
])('%s', (_, open) => {
  const media = open();
  const read = (maxBytes = 100) => media.getObject(KEY, { maxBytes });

  test('has no object before it is put and after it is deleted, also when deleted twice', async () => {
    expect(await read()).toBeUndefined();
    await media.putObject(KEY, BYTES, 'image/png');
    expect(Uint8Array.from((await read())?.bytes ?? [])).toEqual(BYTES);
    await media.deleteObject(KEY);
    await media.deleteObject(KEY);
    expect(await read()).toBeUndefined();
  });

  test('keeps the bytes of the last put, whatever becomes of those that were given', async () => {
    const given = Uint8Array.from(BYTES);
    await media.putObject(KEY, BYTES.slice(1), 'image/png');
    await media.putObject(KEY, given, 'image/png');
    given.fill(0);
    expect(Uint8Array.from((await read())?.bytes ?? [])).toEqual(BYTES);
  });

  test('refuses to read what is longer than allowed', async () => {
    await media.putObject(KEY, BYTES, 'image/png');
    expect((await read(BYTES.length))?.bytes).toHaveLength(BYTES.length);
    const error = await read(BYTES.length - 1).catch((reason: unknown) => reason);
    expect(isAppError(error) && [error.kind, error.code]).toEqual(['too-large', 'limit.size']);
  });

  test('grants an upload of this key and type, and a URL that names the object', async () => {
    const grant = { key: KEY, contentType: 'image/png', maxBytes: 100, expiresSeconds: 60 };
    const { fields } = await media.presignPost(grant);
    expect(fields).toMatchObject({ key: KEY, 'Content-Type': 'image/png' });
    expect(await media.presignGet(KEY, 60)).toContain(KEY);
  });
});
