import { codeOf, ME, setUp, uploaded, type World } from '../../../tests/support/avatar-world.ts';
import { avatarKey } from './avatar-object.ts';
import { createProfile } from './change-profile.ts';
import { completeAvatarUpload } from './complete-avatar-upload.ts';
import { deleteProfile } from './delete-profile.ts';
import { fixtures } from './image/fixtures/fixtures.ts';
import { PROFILE_ID } from './profile-id.ts';
import { startAvatarUpload } from './start-avatar-upload.ts';

describe.each([
  ['before its work was done', 'before'],
  ['after its work was done', 'after'],
] as const)('when a step fails %s, a repetition ends in the same state', (_, kind) => {
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
    clean.faults.count();
    await completeAvatarUpload(clean.deps, ME, id);
    const { calls: steps } = clean.faults.heal();
    const expected = await stateOf(clean, id);
    expect(steps).toBeGreaterThanOrEqual(8);
    for (let step = 1; step <= steps; step++) {
      const world = setUp();
      const upload = await uploaded(world, fixtures.palettePng);
      world.faults.inject({ at: step, kind });
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
      world.faults.inject({ at: step, kind });
      await codeOf(completeAvatarUpload(world.deps, ME, second));
      world.faults.heal();
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
      world.faults.inject({ at: step, kind });
      expect(await codeOf(startAvatarUpload(world.deps, ME, await world.once(), { contentType: 'image/png' }))).toBe(
        'unavailable dependency.unavailable',
      );
      const { upload } = await startAvatarUpload(world.deps, ME, await world.once(), { contentType: 'image/png' });
      const again = await startAvatarUpload(world.deps, ME, await world.once(), { contentType: 'image/png' });
      expect(again.upload.id).toBe(upload.id);
    }
  });

  test('of deleting the profile, at every step', async () => {
    for (let step = 1; step <= 3; step++) {
      const world = setUp();
      await completeAvatarUpload(world.deps, ME, await uploaded(world, fixtures.palettePng));
      world.faults.inject({ at: step, kind });
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
