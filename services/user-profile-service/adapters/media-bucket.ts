import type { MediaStore as Bucket } from '@gymcoach/core/clients/s3';
import type { MediaStore } from '../domain/ports.ts';

/** The media bucket. The S3 client is the heaviest part of the layer: the first call that needs it loads it. */
export function mediaBucket(bucket: string): MediaStore {
  let opening: Promise<Bucket> | undefined;
  const store = (): Promise<Bucket> => {
    opening ??= import('@gymcoach/core/clients/s3').then(({ createMediaStore }) => createMediaStore({ bucket }));
    return opening;
  };
  return {
    presignPost: async (upload) => (await store()).presignPost(upload),
    // As an attachment: a browser shows it in an image element and opens it as a page nowhere.
    presignGet: async (key, seconds) => (await store()).presignGet(key, seconds, { contentDisposition: 'attachment' }),
    getObject: async (key, limit) => (await store()).getObject(key, limit),
    putObject: async (key, bytes, contentType) => (await store()).putObject(key, bytes, contentType),
    deleteObject: async (key) => (await store()).deleteObject(key),
  };
}
