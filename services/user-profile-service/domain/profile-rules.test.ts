import fc from 'fast-check';
import { checkedProfile } from './checked-profile.ts';
import { ageOn, mayUseAiCoaching } from './profile-rules.ts';

test.each([
  ['2026-03-10', '2010-03-10', 16],
  ['2026-03-09', '2010-03-10', 15],
  ['2026-03-11', '2010-03-10', 16],
  ['2026-12-31', '2010-01-01', 16],
  ['2026-01-01', '2010-12-31', 15],
  ['2024-02-29', '2008-02-29', 16],
  ['2024-02-28', '2008-02-29', 15],
  ['2026-02-28', '2008-02-29', 17],
  ['2026-03-01', '2008-02-29', 18],
  ['2026-03-10', '2026-03-10', 0],
  ['2026-03-10', '2026-03-11', -1],
])('on %s somebody born on %s is %i', (day, born, age) => {
  expect(ageOn(day, born)).toBe(age);
});

test('one is a year older on each birthday and on no other day', () => {
  const day = fc
    .date({ min: new Date('1950-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(day, day, (born, today) => {
      fc.pre(born <= today);
      const tomorrow = new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10);
      const birthday =
        tomorrow.slice(5) === born.slice(5) ||
        (born.endsWith('02-29') && tomorrow.endsWith('03-01') && today.endsWith('02-28'));
      expect(ageOn(tomorrow, born) - ageOn(today, born)).toBe(birthday ? 1 : 0);
    }),
  );
});

const TODAY = '2026-03-10';
const profile = (birthDate: string, guardianConsent?: boolean) => ({
  displayName: 'a',
  birthDate,
  ...(guardianConsent === undefined ? {} : { guardianConsent }),
});
const refusal = (birthDate: string, consent?: boolean): string => {
  try {
    checkedProfile(profile(birthDate, consent), TODAY);
    return '';
  } catch (error) {
    const { kind, issues } = error as { kind: string; issues: readonly { pointer: string; code: string }[] };
    return [kind, ...issues.map(({ pointer, code }) => `${pointer} ${code}`)].join(' ');
  }
};
const AGE = 'bad-request /birthDate profile.age-not-served';
const CONSENT = 'bad-request /guardianConsent profile.guardian-consent-required';

test.each<[string, string, boolean | undefined, string]>([
  ['is 13 today, with consent', '2013-03-10', true, ''],
  ['is 13 today, without', '2013-03-10', undefined, CONSENT],
  ['is 13 today, with consent refused', '2013-03-10', false, CONSENT],
  ['is 13 tomorrow', '2013-03-11', true, AGE],
  ['is 16 today', '2010-03-10', undefined, ''],
  ['is 16 tomorrow', '2010-03-11', undefined, CONSENT],
  ['is 16 tomorrow, with consent', '2010-03-11', true, ''],
  ['is 110', '1915-03-11', undefined, ''],
  ['is 111 today', '1915-03-10', undefined, AGE],
  ['is not born yet', '2026-03-11', true, AGE],
  ['was born in the year 1', '0001-01-01', undefined, AGE],
])('somebody who %s is answered with %j', (_, born, consent, expected) => {
  expect(refusal(born, consent)).toBe(expected);
});

test('an age that is not told is nobody’s business, and no AI coaching', () => {
  expect(checkedProfile({ displayName: 'a' }, TODAY)).toEqual({ displayName: 'a' });
  expect(mayUseAiCoaching({ displayName: 'a' }, TODAY)).toBe(false);
});

test('AI coaching begins on the 16th birthday, whatever a guardian says', () => {
  expect(mayUseAiCoaching(profile('2010-03-10'), TODAY)).toBe(true);
  expect(mayUseAiCoaching(profile('2010-03-11', true), TODAY)).toBe(false);
});
