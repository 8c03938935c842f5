import { chooseStacks } from './choose-stacks.ts';

const stacks = ['gymcoach-platform', 'gymcoach-user-profile', 'gymcoach-access'].map((name) => ({ name }));
const named = (wanted?: string) => chooseStacks(stacks, wanted).map(({ name }) => name);

test.each(['user-profile', 'user-profile-service', 'gymcoach-user-profile'])('finds a service by "%s"', (wanted) => {
  expect(named(wanted)).toEqual(['gymcoach-user-profile']);
});

test('without a name it is all of them, the platform first', () => {
  expect(named()).toEqual(['gymcoach-platform', 'gymcoach-user-profile', 'gymcoach-access']);
});

test('an unknown name is told which there are', () => {
  expect(() => named('profile')).toThrow('no service "profile"; there are: platform, user-profile, access');
  expect(() => named('')).toThrow('no service ""');
});
