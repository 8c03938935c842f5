import { S3Client } from '@aws-sdk/client-s3';
import { environmentCredentials } from './environment-credentials.ts';
import { createMediaStore as createStore, type MediaStore, type MediaStoreOptions } from './s3/create-media-store.ts';
import { safeEndpoint } from './safe-endpoint.ts';

export type {
  DownloadHeaders,
  MediaStore,
  MediaStoreOptions,
  StoredObject,
  UploadForm,
  UploadGrant,
} from './s3/create-media-store.ts';

let warm: S3Client | undefined;

/**
 * The container's one S3 client, made on first use from AWS_REGION, the credentials that Lambda sets, and
 * AWS_ENDPOINT_URL_S3 where a stand-in is meant. Loading this entry costs some 40 ms: import it where media are handled,
 * when they are.
 */
export function s3Client(): S3Client {
  warm ??= createS3Client(process.env['AWS_REGION'], process.env['AWS_ENDPOINT_URL_S3']);
  return warm;
}

/**
 * The objects of one bucket, through the warm client unless another is given.
 *
 * @example
 * const { createMediaStore } = await import('@gymcoach/core/clients/s3');
 * const form = await createMediaStore({ bucket }).presignPost({ key, contentType, maxBytes, expiresSeconds: 300 });
 */
export const createMediaStore = (
  options: Omit<MediaStoreOptions, 'client'> & { readonly client?: S3Client },
): MediaStore => createStore({ ...options, client: options.client ?? s3Client() });

function createS3Client(region: string | undefined, endpoint: string | undefined): S3Client {
  if (!region) throw new Error('The AWS region is missing: set AWS_REGION');
  return new S3Client({
    region,
    // A stand-in has one host, so the bucket goes into the path.
    ...(endpoint ? { endpoint: safeEndpoint('S3', endpoint).href, forcePathStyle: true } : {}),
    credentials: async () => environmentCredentials(),
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
}
