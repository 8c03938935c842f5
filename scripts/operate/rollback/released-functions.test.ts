import { releasedFunctions } from './released-functions.ts';

test('knows the functions of prod that routes and streams lead to, and no other', () => {
  const names = releasedFunctions('prod', undefined).map(({ functionName }) => functionName);
  expect(names).toEqual(
    expect.arrayContaining(['gymcoach-platform-prod-system', 'gymcoach-change-feed-prod-number-changes']),
  );
  expect(names).not.toContain('gymcoach-platform-prod-canary');
});

test.each([
  ['change-feed-service', ['api', 'number-changes']],
  ['change-feed-service/api', ['api']],
])('--only %s', (only, names) => {
  expect(releasedFunctions('prod', only).map(({ name }) => name)).toEqual(names);
});

test.each([
  ['dev', undefined, 'deploy the older commit instead'],
  ['tset', undefined, 'there is no stage "tset"'],
  ['prod', 'user-profil-service', 'there are platform/system, '],
])('refuses %s %s', (stage, only, why) => {
  expect(() => releasedFunctions(stage, only)).toThrow(why);
});
