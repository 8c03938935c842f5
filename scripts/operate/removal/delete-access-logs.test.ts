import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { repositoryRoot } from '../../build/repository-root.ts';
import { accessLogBucket, deleteAccessLogs } from './delete-access-logs.ts';

interface StandIn {
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
  readonly httpServer: { closeAllConnections(): void };
}

test('the access logs of a stage go with their bucket, and no other stage has lost its own', async () => {
  // The package has no types; this is the part of it that is used.
  const S3rver = createRequire(import.meta.url)('@20minutes/s3rver') as new (options: object) => StandIn;
  const directory = mkdtempSync(join(tmpdir(), 'gymcoach-logs-'));
  const [prod, other] = [accessLogBucket('prod', '123456789012'), accessLogBucket('prod-2', '123456789012')];
  const standIn = new S3rver({
    ...{ port: 0, address: '127.0.0.1', silent: true, directory },
    configureBuckets: [{ name: prod }, { name: other }],
    allowMismatchedSignatures: true, // it reckons the signature of a listing wrongly
  });
  const { port } = await standIn.run();
  const config = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
  };
  const s3 = new S3Client(config);
  try {
    await s3.send(new PutObjectCommand({ Bucket: prod, Key: 'media/2026-01-31', Body: Buffer.from('x') }));
    expect(await deleteAccessLogs(config, prod)).toBe(true);
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    expect(Buckets.map(({ Name }) => Name)).toEqual([other]);
    expect(await deleteAccessLogs(config, prod)).toBe(false);
  } finally {
    s3.destroy();
    standIn.httpServer.closeAllConnections();
    await standIn.close();
    rmSync(directory, { recursive: true });
  }
});

test('the bucket is the one that the platform makes', () => {
  const fragment = readFileSync(join(repositoryRoot, 'platform/resources/media-access-logs.yml'), 'utf8');
  const [, named = ''] = /BucketName: !Sub (\S+)/.exec(fragment) ?? [];
  const filled = named.replace(/\$\{sls:stage\}/, 'prod').replace(/\$\{AWS::AccountId\}/, '123456789012');
  expect(accessLogBucket('prod', '123456789012')).toBe(filled);
});
