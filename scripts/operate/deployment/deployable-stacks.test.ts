import { deployableStacks, inOrder } from './deployable-stacks.ts';

test('the platform comes first, then the services in the order of the compose file', () => {
  const [first, ...others] = deployableStacks('dev').map(({ name }) => name);
  expect(first).toBe('gymcoach-platform');
  expect(others.slice(0, 3)).toEqual(['gymcoach-user-profile', 'gymcoach-access', 'gymcoach-change-feed']);
});

test('a stack comes after all that it depends on', () => {
  const services = {
    coach: { path: 'coach', dependsOn: ['feed', 'base'] },
    feed: { path: 'feed', dependsOn: 'base' },
    base: { path: 'base' },
  };
  expect(inOrder(services).map(({ path }) => path)).toEqual(['base', 'feed', 'coach']);
});

test('a circle and a name that is none are told', () => {
  expect(() => inOrder({ a: { path: 'a', dependsOn: 'b' }, b: { path: 'b', dependsOn: 'a' } })).toThrow('a -> b -> a');
  expect(() => inOrder({ a: { path: 'a', dependsOn: 'b' } })).toThrow('a depends on b, which does not exist');
});
