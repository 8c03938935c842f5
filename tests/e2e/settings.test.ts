import { usePlatform } from './use-platform.ts';

const using = usePlatform();
const preferences = '/v1/users/me/preferences';
const trainingProfile = '/v1/users/me/training-profile';

test('answers defaults as version 0, which the first change names', async () => {
  const other = await using.as('other');
  const before = await other.get(preferences);
  expect([before.status, before.etag]).toEqual([200, '"preferences.0"']);
  expect(before.body).toEqual({
    units: { load: 'kg', distance: 'km', length: 'cm', energy: 'kcal' },
    locale: 'en',
    timeZone: 'UTC',
    weekStartsOn: 'monday',
    privacy: 'private',
    rounding: { loadGrams: 2500 },
    version: 0,
  });
  expect((await other.get(preferences, { headers: { 'if-none-match': before.etag } })).status).toBe(304);
  expect((await other.patch(preferences, { body: { locale: 'de' } })).status).toBe(428);
  const patched = await other.patch(preferences, {
    headers: { 'if-match': before.etag },
    body: { units: { load: 'lb' }, locale: 'de-CH', timeZone: 'Asia/Kolkata' },
  });
  expect([patched.status, patched.etag]).toEqual([200, '"preferences.1"']);
  expect(patched.body).toMatchObject({
    units: { load: 'lb', distance: 'km', length: 'cm', energy: 'kcal' },
    locale: 'de-CH',
    timeZone: 'Asia/Kolkata',
    weekStartsOn: 'monday',
  });
  expect((await other.get(preferences)).text).toBe(patched.text);
  const late = await other.patch(preferences, { headers: { 'if-match': before.etag }, body: { locale: 'fr' } });
  expect([late.status, late.etag]).toEqual([412, patched.etag]);
});

test('lets one of many first changes through', async () => {
  const coach = await using.as('coach');
  const headers = { 'if-match': '"preferences.0"' };
  const answers = await Promise.all(
    ['de', 'fr', 'it', 'rm', 'en'].map((locale) => coach.patch(preferences, { headers, body: { locale } })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
  expect((await coach.get(preferences)).body['version']).toBe(1);
});

test.each([
  ['a locale', { locale: 'not a locale' }, '/locale'],
  ['an offset for a zone', { timeZone: '+02:00' }, '/timeZone'],
  ['a zone of no place', { timeZone: 'Europe/Atlantis' }, '/timeZone'],
  ['a unit', { units: { load: 'stone' } }, '/units/load'],
  ['an inner field', { units: { userId: 'x' } }, '/units/userId'],
  ['a step', { rounding: { loadGrams: 0 } }, '/rounding/loadGrams'],
  ['null for what must be there', { locale: null }, '/locale'],
  ['an empty patch', {}, ''],
])('refuses %s that does not exist', async (_name, body, pointer) => {
  const member = await using.as('member');
  const { etag } = await member.get(preferences);
  const answer = await member.patch(preferences, { headers: { 'if-match': etag }, body });
  expect([answer.status, answer.body['errors']]).toEqual([400, [expect.objectContaining({ pointer })]]);
});

test('answers an empty training profile as version 0, and keeps what it is given', async () => {
  const other = await using.as('other');
  const before = await other.get(trainingProfile);
  expect(before.body).toEqual({ goals: [], likedExerciseIds: [], avoidedExerciseIds: [], version: 0 });
  const change = { experience: 'beginner', goals: ['strength', 'mobility'], daysPerWeek: 3, minutesPerSession: 45 };
  const patched = await other.patch(trainingProfile, { headers: { 'if-match': before.etag }, body: change });
  expect([patched.status, patched.body]).toEqual([200, expect.objectContaining({ ...change, version: 1 })]);
  const less = await other.patch(trainingProfile, {
    headers: { 'if-match': patched.etag },
    body: { goals: ['sport'], daysPerWeek: null },
  });
  expect(less.body).toMatchObject({ goals: ['sport'], experience: 'beginner', version: 2 });
  expect(less.body).not.toHaveProperty('daysPerWeek');
});

test('refuses an exercise that is liked and avoided, also when it comes in two steps', async () => {
  const member = await using.as('member');
  const id = `exr_${'0'.repeat(25)}1`;
  const { etag } = await member.get(trainingProfile);
  const liked = await member.patch(trainingProfile, {
    headers: { 'if-match': etag },
    body: { likedExerciseIds: [id] },
  });
  const both = await member.patch(trainingProfile, {
    headers: { 'if-match': liked.etag },
    body: { avoidedExerciseIds: [id] },
  });
  expect([both.status, both.body['errors']]).toEqual([
    400,
    [expect.objectContaining({ pointer: '/avoidedExerciseIds/0', code: 'training-profile.liked-and-avoided' })],
  ]);
  expect((await member.get(trainingProfile)).etag).toBe(liked.etag);
});
