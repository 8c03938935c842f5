import type { MediaStore } from '../domain/ports.ts';

/** The media bucket. The S3 client is the heaviest part of the layer: the first call that needs it loads it. */
export function mediaBucket(bucket: string): MediaStore {
  let opening: Promise<MediaStore> | undefined;
  const store = (): Promise<MediaStore> => {
    opening ??= import('@gymcoach/core/clients/s3').then(({ createMediaStore }) => createMediaStore({ bucket }));
    return opening;
  };
  return {
    presignPost: async (upload) => (await store()).presignPost(upload),
    presignGet: async (key, seconds) => (await store()).presignGet(key, seconds),
    getObject: async (key, limit) => (await store()).getObject(key, limit),
    putObject: async (key, bytes, contentType) => (await store()).putObject(key, bytes, contentType),
    deleteObject: async (key) => (await store()).deleteObject(key),
  };
}
