import { AppError, isAppError } from '@gymcoach/core/errors';
import type { Once, Table } from '@gymcoach/core/table';
import { profileStores } from '../../services/user-profile-service/adapters/profile-stores.ts';
import { incomingKey } from '../../services/user-profile-service/domain/avatar-object.ts';
import { createProfile } from '../../services/user-profile-service/domain/change-profile.ts';
import type { MediaStore } from '../../services/user-profile-service/domain/ports.ts';
import { PROFILE_ID } from '../../services/user-profile-service/domain/profile-id.ts';
import { startAvatarUpload } from '../../services/user-profile-service/domain/start-avatar-upload.ts';
import { beginOnce } from './begin-once.ts';
import { createFaults } from './faults.ts';
import { memoryTables } from './memory-table.ts';

export const ME = 'me';
export const NOW = Date.parse('2026-03-10T12:00:00Z');
/** The world in memory; `faults` break calls to the bucket and to the tables. */
export function setUp() {
  const objects = new Map<string, Uint8Array>();
  const faults = createFaults();
  const media = faults.wrap<MediaStore>({
    presignPost: async ({ key, contentType }) => ({
      url: 'https://bucket',
      fields: { key, 'Content-Type': contentType },
    }),
    presignGet: async (key, seconds) => `https://bucket/${key}?${seconds}`,
    async getObject(key, { maxBytes }) {
      const bytes = objects.get(key);
      if (bytes !== undefined && bytes.length > maxBytes) throw new AppError('too-large', 'limit.size', 'Too large.');
      return bytes === undefined ? undefined : { bytes };
    },
    putObject: async (key, bytes) => void objects.set(key, bytes),
    deleteObject: async (key) => void objects.delete(key),
  });
  const tables = memoryTables('main', 'ephemeral');
  const faulty = (name: string): Table => faults.wrap(tables.get(name) as Table); // both were named just now
  const clock = { now: NOW };
  const now = () => clock.now;
  let ids = 0;
  const newId = () => String(ids++).padStart(26, '0');
  const deps = { ...profileStores({ main: faulty('main'), ephemeral: faulty('ephemeral'), now }), media, now, newId };
  /** A use of an idempotency key; the same key again is the repeat of a request that was cut off. */
  const once = (key = 'k'.repeat(16)): Promise<Once> =>
    beginOnce(tables.get('ephemeral') as Table, now, { principalId: ME, key }); // named just now
  return { deps, objects, faults, clock, once };
}
export type World = ReturnType<typeof setUp>;

/** A profile, and an upload of this type whose file is these bytes. */
export async function uploaded(
  { deps, objects, once }: World,
  bytes: Uint8Array,
  contentType: 'image/png' | 'image/jpeg' = 'image/png',
  key?: string,
): Promise<string> {
  if ((await deps.profiles.load(ME, PROFILE_ID)) === undefined) await createProfile(deps, ME, { displayName: 'a' });
  const { upload } = await startAvatarUpload(deps, ME, await once(key), { contentType });
  objects.set(incomingKey(ME, upload.id, contentType), bytes);
  return upload.id;
}
export const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? `${error.kind} ${error.code}` : String(error)),
  );
