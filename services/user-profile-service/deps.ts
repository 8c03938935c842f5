import { createPlatform, type Platform } from '@gymcoach/core/platform';
import { mediaBucket } from './adapters/media-bucket.ts';
import { profileStores } from './adapters/profile-stores.ts';
import type { MediaStore, Stores } from './domain/ports.ts';

/** Everything that a handler of this service may ask for. */
export interface Deps extends Platform, Stores {
  readonly media: MediaStore;
}

const platform = createPlatform();
const bucket = process.env['MEDIA_BUCKET'];
if (bucket === undefined || bucket === '') throw new Error('missing in the environment: MEDIA_BUCKET');

export const deps: Deps = { ...platform, ...profileStores(platform), media: mediaBucket(bucket) };
