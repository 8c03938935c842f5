import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

const load = createRequire(import.meta.url);
type Config = ReturnType<typeof local>;
// Plugins are plain CommonJS, as the CLI loads them: this is the function's documented type.
const { emptyBucket } = load('./empty-media-bucket.cjs') as {
  emptyBucket(config: Config, bucket: string): Promise<void>;
};

const local = (endpoint: string) => ({
  endpoint,
  region: 'eu-west-1',
  forcePathStyle: true,
  credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
});

test('empties a bucket, and an empty one is no error', async () => {
  interface StandIn {
    run(): Promise<AddressInfo>;
    close(): Promise<void>;
    readonly httpServer: { closeAllConnections(): void };
  }
  // The package has no types; this is the part of it that is used.
  const S3rver = load('@20minutes/s3rver') as new (options: object) => StandIn;
  const directory = mkdtempSync(join(tmpdir(), 'gymcoach-empty-'));
  const standIn = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: 'media' }],
    // It reckons the signature of a listing wrongly.
    allowMismatchedSignatures: true,
  });
  const { port } = await standIn.run();
  const config = local(`http://127.0.0.1:${port}`);
  const s3 = new S3Client(config);
  try {
    for (const Key of ['u/1/a.png', 'u/2/b.png', 'incoming/c']) {
      await s3.send(new PutObjectCommand({ Bucket: 'media', Key, Body: Buffer.from('x') }));
    }
    await emptyBucket(config, 'media');
    expect((await s3.send(new ListObjectsV2Command({ Bucket: 'media' }))).Contents).toBeUndefined();
    await emptyBucket(config, 'media');
  } finally {
    s3.destroy();
    standIn.httpServer.closeAllConnections();
    await standIn.close();
    rmSync(directory, { recursive: true });
  }
});
