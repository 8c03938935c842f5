import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { availableEngines, createTables, startDynamoEngine } from '../../tests/support/dynamodb-engines.ts';

const load = createRequire(import.meta.url);
type Config = ReturnType<typeof local>;
// Plugins are plain CommonJS, as the CLI loads them: here is what their doc comments say of these two functions.
const { createCursorSecret } = load('./cursor-secret.cjs') as {
  createCursorSecret(config: Config, table: string): Promise<void>;
};
const { emptyBucket } = load('./empty-media-bucket.cjs') as {
  emptyBucket(config: Config, bucket: string): Promise<void>;
};

const local = (endpoint: string, key: string) => ({
  endpoint,
  region: 'eu-west-1',
  forcePathStyle: true,
  credentials: { accessKeyId: key, secretAccessKey: key },
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
  const config = local(`http://127.0.0.1:${port}`, 'S3RVER');
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

test('makes the cursor secret at the first deploy and keeps it at the next', async () => {
  const [kind] = availableEngines();
  if (kind === undefined) throw new Error('no DynamoDB engine can run here');
  const engine = await startDynamoEngine(kind);
  const config = local(engine.endpoint, 'local');
  const client = new DynamoDBClient(config);
  const stored = async () => {
    const Key = { PK: { S: 'SECRET#CURSOR' }, SK: { S: 'META' } };
    return (await client.send(new GetItemCommand({ TableName: 'main', Key }))).Item;
  };
  try {
    await createTables(engine.endpoint, { main: 'main', ephemeral: 'ephemeral', audit: 'audit' });
    await createCursorSecret(config, 'main');
    const first = await stored();
    expect(first?.['current']?.M).toBeDefined();
    await createCursorSecret(config, 'main');
    expect(await stored()).toEqual(first);
  } finally {
    client.destroy();
    await engine.stop();
  }
});
