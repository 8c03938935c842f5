import type { Collection, Prepared } from '@gymcoach/core/table';
import type { StoredAvatarUpload } from './avatar-upload.schema.ts';
import type { StoredInjury } from './injury.schema.ts';
import type { StoredPreferences } from './preferences.schema.ts';
import type { StoredProfile } from './profile.schema.ts';
import type { StoredTrainingProfile } from './training-profile.schema.ts';

/** What the use cases need of the world: versioned resources by owner and id, a place for pictures, the clock. */
export interface Stores {
  readonly profiles: Collection<StoredProfile>;
  readonly preferences: Collection<StoredPreferences>;
  readonly trainingProfiles: Collection<StoredTrainingProfile>;
  readonly injuries: Collection<StoredInjury>;
  readonly avatarUploads: Collection<StoredAvatarUpload>;
  /** All of the prepared changes or none; 412 or 404 when one of the resources is not as it was loaded. */
  together(changes: readonly Prepared[]): Promise<void>;
}

/** A form with which a browser may store exactly one object. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The media bucket. Failures to reach it are `AppError` unavailable. */
export interface MediaStore {
  presignPost(upload: {
    readonly key: string;
    readonly contentType: string;
    readonly maxBytes: number;
    readonly expiresSeconds: number;
  }): Promise<UploadForm>;
  /** `undefined` when there is no such object; throws 413 `limit.size` when it is longer than `maxBytes`. */
  getObject(key: string, limit: { readonly maxBytes: number }): Promise<{ readonly bytes: Uint8Array } | undefined>;
  putObject(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  deleteObject(key: string): Promise<void>;
  /** A URL that gives the object to anybody for that many seconds. */
  presignGet(key: string, seconds: number): Promise<string>;
}

export interface Clock {
  /** Epoch milliseconds. */
  readonly now: () => number;
}
