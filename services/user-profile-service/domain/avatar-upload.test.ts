import { codeOf, ME, setUp, uploaded } from '../../../tests/support/avatar-world.ts';
import { avatarKey } from './avatar-object.ts';
import { createProfile } from './change-profile.ts';
import { completeAvatarUpload } from './complete-avatar-upload.ts';
import { latin1 } from './image/fixtures/edit-bytes.ts';
import { canary, fixtures } from './image/fixtures/fixtures.ts';
import { PROFILE_ID } from './profile-id.ts';
import { readAvatar } from './read-avatar.ts';
import { startAvatarUpload } from './start-avatar-upload.ts';

describe('starting', () => {
  test('gives a form for one object under a key of ours, for five minutes', async () => {
    const { deps, once } = setUp();
    await createProfile(deps, ME, { displayName: 'a' });
    const { upload, form, expiresAt } = await startAvatarUpload(deps, ME, await once(), { contentType: 'image/webp' });
    expect(form.fields).toEqual({ key: `incoming/u/${ME}/${upload.id}.webp`, 'Content-Type': 'image/webp' });
    expect(expiresAt).toBe('2026-03-10T12:05:00.000Z');
    expect(upload).toMatchObject({ ownerId: ME, data: { contentType: 'image/webp', status: 'pending' } });
  });

  test('again with the same key gives a form for the same object', async () => {
    const { deps, once } = setUp();
    await createProfile(deps, ME, { displayName: 'a' });
    const first = await startAvatarUpload(deps, ME, await once(), { contentType: 'image/png' });
    expect((await startAvatarUpload(deps, ME, await once(), { contentType: 'image/png' })).form).toEqual(first.form);
  });

  test('needs a profile', async () => {
    const { deps, once } = setUp();
    expect(await codeOf(startAvatarUpload(deps, ME, await once(), { contentType: 'image/png' }))).toBe(
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
