import { AppError } from '@gymcoach/core/errors';
import type { MediaStore } from '../../services/user-profile-service/domain/ports.ts';

/** A bucket in memory; tests/integration/media-stores.test.ts holds it to what the real adapter does. */
export function memoryBucket(): { readonly media: MediaStore; readonly objects: ReadonlyMap<string, Uint8Array> } {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    media: {
      presignPost: async ({ key, contentType }) => ({
        url: 'https://bucket.example',
        fields: { key, 'Content-Type': contentType },
      }),
      presignGet: async (key, seconds) => `https://bucket.example/${key}?X-Amz-Expires=${seconds}`,
      async getObject(key, { maxBytes }) {
        const bytes = objects.get(key);
        if (bytes !== undefined && bytes.length > maxBytes) {
          throw new AppError('too-large', 'limit.size', 'The stored object is larger than allowed.');
        }
        return bytes === undefined ? undefined : { bytes };
      },
      putObject: async (key, bytes) => void objects.set(key, Uint8Array.from(bytes)),
      deleteObject: async (key) => void objects.delete(key),
    },
  };
}
