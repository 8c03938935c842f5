import { createRequire } from 'node:module';
import { DeleteBucketCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

// Plugins are plain CommonJS, as the CLI loads them: this is the function's documented type.
const { emptyBucket } = createRequire(import.meta.url)('../../serverless/empty-media-bucket.cjs') as {
  emptyBucket(config: S3ClientConfig, bucket: string): Promise<void>;
};

/** Of platform/resources/media-access-logs.yml. */
export const accessLogBucket = (stage: string, account: string): string => `gymcoach-${stage}-access-logs-${account}`;

/**
 * A stage that was protected has a bucket of access logs, which its stack lets go and CloudFormation keeps when the protection
 * ends: no stack has it then, and its name would be taken. Deletes it with what is in it; false where there is none.
 */
export async function deleteAccessLogs(config: S3ClientConfig, bucket: string): Promise<boolean> {
  const s3 = new S3Client(config);
  try {
    await emptyBucket(config, bucket);
    await s3.send(new DeleteBucketCommand({ Bucket: bucket }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchBucket') return false;
    throw error;
  } finally {
    s3.destroy();
  }
}
