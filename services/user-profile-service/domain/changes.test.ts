import type { Table } from '@gymcoach/core/table';
import { beginOnce } from '../../../tests/support/begin-once.ts';
import { memoryTables } from '../../../tests/support/memory-table.ts';
import { profileStores } from '../adapters/profile-stores.ts';
import { recordInjury, updateInjury } from './change-injury.ts';
import { updatePreferences } from './change-preferences.ts';
import { createProfile, updateProfile } from './change-profile.ts';
import { updateTrainingProfile } from './change-training-profile.ts';
import { DEFAULT_PREFERENCES } from './default-preferences.ts';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const ME = 'me';
const EXERCISE = (letter: string) => `exr_${letter.repeat(26)}`;

function setUp() {
  const tables = memoryTables('main', 'ephemeral');
  const table = (name: string): Table => tables.get(name) as Table; // both were named just now
  const now = () => NOW;
  let ids = 0;
  return {
    ...profileStores({ main: table('main'), ephemeral: table('ephemeral'), now }),
    now,
    newId: () => String(ids++).padStart(26, '0'),
    once: (key = 'k'.repeat(16)) => beginOnce(table('ephemeral'), now, { key }),
  };
}
const issuesOf = async (work: Promise<unknown>): Promise<readonly string[]> => {
  const error: unknown = await work.then(
    () => ({ issues: [] }),
    (caught: unknown) => caught,
  );
  const { issues = [] } = error as { issues?: readonly { pointer: string; code: string }[] };
  return issues.map(({ pointer, code }) => `${pointer} ${code}`);
};

describe('a profile', () => {
  test('may not be patched into an age without its guardian', async () => {
    const deps = setUp();
    await createProfile(deps, ME, { displayName: 'a', birthDate: '2012-01-01', guardianConsent: true });
    expect(await issuesOf(updateProfile(deps, ME, [1], { guardianConsent: null }))).toEqual([
      '/guardianConsent profile.guardian-consent-required',
    ]);
    expect(await issuesOf(updateProfile(deps, ME, [1], { birthDate: '2020-01-01' }))).toEqual([
      '/birthDate profile.age-not-served',
    ]);
    expect(await updateProfile(deps, ME, [1], { birthDate: null, guardianConsent: null })).toMatchObject({
      version: 2,
      data: { displayName: 'a' },
    });
  });

  test('keeps what a patch does not name', async () => {
    const deps = setUp();
    await createProfile(deps, ME, { displayName: 'a', bio: 'b', heightMm: 1800 });
    const { data } = await updateProfile(deps, ME, [1], { bio: null, displayName: 'c' });
    expect(data).toEqual({ displayName: 'c', heightMm: 1800 });
  });
});

describe('preferences', () => {
  const issues = (patch: object) => issuesOf(updatePreferences(setUp(), ME, [0], patch));

  test.each(['en', 'de-CH', 'zh-Hant-TW', 'sr-Latn', 'EN-us'])('take the locale %s', async (locale) => {
    expect(await issues({ locale })).toEqual([]);
  });
  test.each(['en_US', 'x-private', '--', 'en-', 'en-US-u', 'de CH'])('refuse the locale %s', async (locale) => {
    expect(await issues({ locale })).toEqual(['/locale validation.not-allowed']);
  });
  test.each(['Europe/Zurich', 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'Asia/Calcutta'])(
    'take the zone %s',
    async (timeZone) => {
      expect(await issues({ timeZone })).toEqual([]);
    },
  );
  test.each(['+02:00', '-0500', '+02', 'Z', 'Mars/Phobos', 'UTC+2', 'GMT+2', 'Europe', ' UTC', 'Europe/Zurich\n'])(
    'refuse the zone %j',
    async (timeZone) => {
      expect(await issues({ timeZone })).toEqual(['/timeZone validation.not-allowed']);
    },
  );

  test('name both faults at once', async () => {
    expect(await issues({ locale: '--', timeZone: '-' })).toHaveLength(2);
  });

  test('keep the units that a patch does not name', async () => {
    const { data } = await updatePreferences(setUp(), ME, [0], { units: { load: 'lb' } });
    expect(data).toEqual({ ...DEFAULT_PREFERENCES, units: { ...DEFAULT_PREFERENCES.units, load: 'lb' } });
  });
});

describe('a training profile', () => {
  test('may not both like and avoid an exercise, whichever was there first', async () => {
    const deps = setUp();
    const liked = [EXERCISE('A'), EXERCISE('B')];
    expect(
      await issuesOf(
        updateTrainingProfile(deps, ME, [0], {
          likedExerciseIds: liked,
          avoidedExerciseIds: [EXERCISE('C'), EXERCISE('B')],
        }),
      ),
    ).toEqual(['/avoidedExerciseIds/1 training-profile.liked-and-avoided']);
    await updateTrainingProfile(deps, ME, [0], { likedExerciseIds: liked });
    expect(await issuesOf(updateTrainingProfile(deps, ME, [1], { avoidedExerciseIds: [EXERCISE('A')] }))).toHaveLength(
      1,
    );
    const moved = await updateTrainingProfile(deps, ME, [1], { likedExerciseIds: [], avoidedExerciseIds: liked });
    expect(moved).toMatchObject({ version: 2, data: { goals: [], avoidedExerciseIds: liked } });
  });
});

describe('an injury', () => {
  const injury = { bodyPart: 'knee', severity: 'mild', since: '2026-01-10' } as const;
  const ENDS = ['/until injury.ends-before-it-begins'];

  test.each([
    ['2026-01-09', ENDS],
    ['2026-01-10', []],
    ['2027-01-01', []],
  ])('that ends on %s is answered with %j', async (until, expected) => {
    const deps = setUp();
    const recording = async () => recordInjury(deps, ME, await deps.once(), { ...injury, until });
    expect(await issuesOf(recording())).toEqual(expected);
  });

  test('may not be patched to end before it begins, from either side', async () => {
    const deps = setUp();
    const { id } = await recordInjury(deps, ME, await deps.once(), { ...injury, until: '2026-02-01' });
    expect(await issuesOf(updateInjury(deps, ME, id, [1], { until: '2026-01-01' }))).toEqual(ENDS);
    expect(await issuesOf(updateInjury(deps, ME, id, [1], { since: '2026-02-02' }))).toEqual(ENDS);
    expect(await updateInjury(deps, ME, id, [1], { since: '2026-02-02', until: null })).toMatchObject({ version: 2 });
  });

  test('is recorded once per key, with what was left out', async () => {
    const deps = setUp();
    const first = await recordInjury(deps, ME, await deps.once(), injury);
    expect(first).toMatchObject({
      id: expect.stringMatching(/^inj_/),
      data: { side: 'none', blockedMovementPatterns: [] },
    });
    expect((await recordInjury(deps, ME, await deps.once(), injury)).id).toBe(first.id);
    expect((await recordInjury(deps, ME, await deps.once('l'.repeat(16)), injury)).id).not.toBe(first.id);
  });
});
