import { AppError, isAppError, unavailable } from '@gymcoach/core/errors';
import type { OnceKey, Table } from '@gymcoach/core/table';
import { memoryTables } from '../../../tests/support/memory-table.ts';
import { profileStores } from '../adapters/profile-stores.ts';
import { avatarKey, incomingKey } from './avatar-object.ts';
import { createProfile, PROFILE_ID } from './change-profile.ts';
import { completeAvatarUpload } from './complete-avatar-upload.ts';
import { deleteProfile } from './delete-profile.ts';
import { latin1 } from './image/fixtures/edit-bytes.ts';
import { canary, fixtures } from './image/fixtures/fixtures.ts';
import type { MediaStore } from './ports.ts';
import { readAvatar } from './read-avatar.ts';
import { startAvatarUpload } from './start-avatar-upload.ts';

const ME = 'me';
const NOW = Date.parse('2026-03-10T12:00:00Z');
const once = (key = 'k'.repeat(16)): OnceKey => ({ principalId: ME, method: 'POST', route: '/r', key, path: '/p' });

/** The world in memory; `failAt` breaks its k-th call, before or after the call has done its work. */
function setUp() {
  const objects = new Map<string, Uint8Array>();
  const fault = { calls: 0, failAt: 0, lands: false };
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    fault.calls += 1;
    const broken = fault.calls === fault.failAt;
    if (broken && !fault.lands) throw unavailable('dependency.unavailable', 'x', new Error('step'));
    const result = await work();
    if (broken) throw unavailable('dependency.unavailable', 'x', new Error('step'));
    return result;
  };
  const media: MediaStore = {
    presignPost: ({ key, contentType }) =>
      step(async () => ({ url: 'https://bucket', fields: { key, 'Content-Type': contentType } })),
    presignGet: (key, seconds) => step(async () => `https://bucket/${key}?${seconds}`),
    getObject: (key, { maxBytes }) =>
      step(async () => {
        const bytes = objects.get(key);
        if (bytes !== undefined && bytes.length > maxBytes) throw new AppError('too-large', 'limit.size', 'Too large.');
        return bytes === undefined ? undefined : { bytes };
      }),
    putObject: (key, bytes) => step(async () => void objects.set(key, bytes)),
    deleteObject: (key) => step(async () => void objects.delete(key)),
  };
  const tables = memoryTables('main', 'ephemeral');
  const faulty = (name: string): Table => {
    const table = tables.get(name) as Table; // both were named just now
    return {
      ...table,
      get: (...call) => step(() => table.get(...call)),
      write: (writes) => step(() => table.write(writes)),
    };
  };
  const clock = { now: NOW };
  const now = () => clock.now;
  let ids = 0;
  const newId = () => String(ids++).padStart(26, '0');
  const deps = { ...profileStores({ main: faulty('main'), ephemeral: faulty('ephemeral'), now }), media, now, newId };
  return { deps, objects, fault, clock };
}
type World = ReturnType<typeof setUp>;

/** A profile, and an upload of this type whose file is these bytes. */
async function uploaded(
  { deps, objects }: World,
  bytes: Uint8Array,
  contentType: 'image/png' | 'image/jpeg' = 'image/png',
  key?: string,
): Promise<string> {
  if ((await deps.profiles.load(ME, PROFILE_ID)) === undefined) await createProfile(deps, ME, { displayName: 'a' });
  const { upload } = await startAvatarUpload(deps, ME, once(key), { contentType });
  objects.set(incomingKey(ME, upload.id, contentType), bytes);
  return upload.id;
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? `${error.kind} ${error.code}` : String(error)),
  );

describe('starting', () => {
  test('gives a form for one object under a key of ours, for five minutes', async () => {
    const { deps } = setUp();
    await createProfile(deps, ME, { displayName: 'a' });
    const { upload, form, expiresAt } = await startAvatarUpload(deps, ME, once(), { contentType: 'image/webp' });
    expect(form.fields).toEqual({ key: `incoming/u/${ME}/${upload.id}.webp`, 'Content-Type': 'image/webp' });
    expect(expiresAt).toBe('2026-03-10T12:05:00.000Z');
    expect(upload).toMatchObject({ ownerId: ME, data: { contentType: 'image/webp', status: 'pending' } });
  });

  test('again with the same key gives a form for the same object', async () => {
    const { deps } = setUp();
    await createProfile(deps, ME, { displayName: 'a' });
    const first = await startAvatarUpload(deps, ME, once(), { contentType: 'image/png' });
    expect((await startAvatarUpload(deps, ME, once(), { contentType: 'image/png' })).form).toEqual(first.form);
  });

  test('needs a profile', async () => {
    expect(await codeOf(startAvatarUpload(setUp().deps, ME, once(), { contentType: 'image/png' }))).toBe(
      'conflict state.transition-invalid',
    );
  });
});

describe('completing', () => {
  test('shows the cleaned picture, and removes the file that arrived', async () => {
    const world = setUp();
    const id = await uploaded(world, fixtures.photographPng);
    expect(await completeAvatarUpload(world.deps, ME, id)).toMatchObject({ id, data: { status: 'completed' } });
    const key = avatarKey(ME, id, 'image/png');
    expect([...world.objects.keys()]).toEqual([key]);
    expect(Buffer.from(world.objects.get(key) ?? []).includes(canary)).toBe(false);
    expect(await world.deps.profiles.load(ME, PROFILE_ID)).toMatchObject({
      version: 2,
      data: { avatar: { key, contentType: 'image/png', width: 12, height: 8, uploadedAt: '2026-03-10T12:00:00.000Z' } },
    });
    expect(await readAvatar(world.deps, ME)).toBe(`https://bucket/${key}?60`);
  });

  test('again changes nothing', async () => {
    const world = setUp();
    const id = await uploaded(world, fixtures.palettePng);
    const first = await completeAvatarUpload(world.deps, ME, id);
    expect(await completeAvatarUpload(world.deps, ME, id)).toEqual(first);
    expect((await world.deps.profiles.load(ME, PROFILE_ID))?.version).toBe(2);
  });

  test('another one replaces the picture', async () => {
    const world = setUp();
    await completeAvatarUpload(world.deps, ME, await uploaded(world, fixtures.palettePng));
    const id = await uploaded(world, fixtures.baselineJpeg, 'image/jpeg', 'l'.repeat(16));
    await completeAvatarUpload(world.deps, ME, id);
    expect([...world.objects.keys()]).toEqual([avatarKey(ME, id, 'image/jpeg')]);
  });

  test('twice at once ends well', async () => {
    const world = setUp();
    const id = await uploaded(world, fixtures.palettePng);
    const outcomes = await Promise.all([1, 2, 3].map(() => codeOf(completeAvatarUpload(world.deps, ME, id))));
    expect(outcomes).toContain('done');
    expect(await codeOf(completeAvatarUpload(world.deps, ME, id))).toBe('done');
    expect([...world.objects.keys()]).toEqual([avatarKey(ME, id, 'image/png')]);
  });

  test.each<[string, Uint8Array, string]>([
    ['an image of another type than announced', fixtures.baselineJpeg, 'unsupported-media media.unsupported'],
    ['a script that is named .png', latin1('#!/bin/sh\nrm -rf /\n'), 'unsupported-media media.unsupported'],
    ['a page', latin1('<svg onload="alert(1)"/>'), 'unsupported-media media.unsupported'],
    ['an empty file', new Uint8Array(), 'unsupported-media media.unsupported'],
    ['a damaged image', fixtures.palettePng.slice(0, 60), 'unprocessable media.refused'],
  ])('%s is refused and removed, and the profile stays as it was', async (_, bytes, code) => {
    const world = setUp();
    const id = await uploaded(world, bytes);
    expect(await codeOf(completeAvatarUpload(world.deps, ME, id))).toBe(code);
    expect([...world.objects]).toEqual([]);
    expect((await world.deps.profiles.load(ME, PROFILE_ID))?.version).toBe(1);
    expect(await codeOf(completeAvatarUpload(world.deps, ME, id))).toBe('conflict state.transition-invalid');
  });

  test('what was not uploaded, is not known, is another’s or is older than a day cannot be completed', async () => {
    const world = setUp();
    const id = await uploaded(world, fixtures.palettePng);
    expect(await codeOf(completeAvatarUpload(world.deps, 'other', id))).toBe('not-found resource.not-found');
    expect(await codeOf(completeAvatarUpload(world.deps, ME, 'upl_x'))).toBe('not-found resource.not-found');
    world.objects.clear();
    expect(await codeOf(completeAvatarUpload(world.deps, ME, id))).toBe('conflict state.transition-invalid');
    world.clock.now += 24 * 3_600_000;
    expect(await codeOf(completeAvatarUpload(world.deps, ME, id))).toBe('not-found resource.not-found');
  });
});

describe.each([
  ['before its work was done', false],
  ['after its work was done', true],
])('when a step fails %s, a repetition ends in the same state', (_, lands) => {
  /** What a user can see or we keep for good; `incoming/` is emptied by the bucket. */
  const stateOf = async ({ deps, objects }: World, id: string) => {
    const profile = await deps.profiles.load(ME, PROFILE_ID);
    const upload = await deps.avatarUploads.load(ME, id);
    return {
      avatar: profile?.data.avatar,
      upload: upload?.data,
      kept: [...objects.keys()].filter((key) => !key.startsWith('incoming/')),
    };
  };

  test('of completing, at every step', async () => {
    const clean = setUp();
    const id = await uploaded(clean, fixtures.palettePng);
    const before = clean.fault.calls;
    await completeAvatarUpload(clean.deps, ME, id);
    const steps = clean.fault.calls - before;
    const expected = await stateOf(clean, id);
    expect(steps).toBeGreaterThanOrEqual(8);
    for (let step = 1; step <= steps; step++) {
      const world = setUp();
      const upload = await uploaded(world, fixtures.palettePng);
      Object.assign(world.fault, { failAt: world.fault.calls + step, lands });
      expect([step, await codeOf(completeAvatarUpload(world.deps, ME, upload))]).toEqual([
        step,
        'unavailable dependency.unavailable',
      ]);
      expect([step, await codeOf(completeAvatarUpload(world.deps, ME, upload))]).toEqual([step, 'done']);
      expect([step, await stateOf(world, upload)]).toEqual([step, expected]);
    }
  });

  test('of replacing a picture, at every step: the earlier one is gone', async () => {
    for (let step = 1; step <= 12; step++) {
      const world = setUp();
      await completeAvatarUpload(world.deps, ME, await uploaded(world, fixtures.photographPng));
      const second = await uploaded(world, fixtures.palettePng, 'image/png', 's'.repeat(16));
      Object.assign(world.fault, { failAt: world.fault.calls + step, lands });
      await codeOf(completeAvatarUpload(world.deps, ME, second));
      world.fault.failAt = 0;
      await completeAvatarUpload(world.deps, ME, second);
      const state = await stateOf(world, second);
      expect([step, state.kept, state.avatar?.key]).toEqual([
        step,
        [avatarKey(ME, second, 'image/png')],
        avatarKey(ME, second, 'image/png'),
      ]);
    }
  });

  test('of starting, at every step', async () => {
    for (let step = 1; step <= 3; step++) {
      const world = setUp();
      await createProfile(world.deps, ME, { displayName: 'a' });
      Object.assign(world.fault, { failAt: world.fault.calls + step, lands });
      expect(await codeOf(startAvatarUpload(world.deps, ME, once(), { contentType: 'image/png' }))).toBe(
        'unavailable dependency.unavailable',
      );
      const { upload } = await startAvatarUpload(world.deps, ME, once(), { contentType: 'image/png' });
      const again = await startAvatarUpload(world.deps, ME, once(), { contentType: 'image/png' });
      expect(again.upload.id).toBe(upload.id);
    }
  });

  test('of deleting the profile, at every step', async () => {
    for (let step = 1; step <= 3; step++) {
      const world = setUp();
      await completeAvatarUpload(world.deps, ME, await uploaded(world, fixtures.palettePng));
      Object.assign(world.fault, { failAt: world.fault.calls + step, lands });
      expect(await codeOf(deleteProfile(world.deps, ME, [2]))).toBe('unavailable dependency.unavailable');
      await codeOf(deleteProfile(world.deps, ME, [2]));
      expect([...world.objects]).toEqual([]);
      expect(await world.deps.profiles.load(ME, PROFILE_ID)).toBeUndefined();
    }
  });
});

describe('at the same time', () => {
  test('repeated completions of two uploads leave one picture, and the profile shows it', async () => {
    for (let round = 0; round < 20; round++) {
      const world = setUp();
      const first = await uploaded(world, fixtures.photographPng);
      const second = await uploaded(world, fixtures.palettePng, 'image/png', 's'.repeat(16));
      const calls = [first, first, second, second].map(async (id, index) => {
        for (let turn = 0; turn < (round * (index + 1)) % 7; turn++) await Promise.resolve();
        return completeAvatarUpload(world.deps, ME, id);
      });
      for (const result of await Promise.allSettled(calls)) expect(result.status).toBe('fulfilled');
      const profile = await world.deps.profiles.load(ME, PROFILE_ID);
      expect([...world.objects.keys()]).toEqual([profile?.data.avatar?.key]);
    }
  });

  test('a delete that is refused leaves the picture', async () => {
    const world = setUp();
    await completeAvatarUpload(world.deps, ME, await uploaded(world, fixtures.palettePng));
    expect(await codeOf(deleteProfile(world.deps, ME, [1]))).toBe('precondition-failed precondition.failed');
    expect(world.objects.size).toBe(1);
  });
});
