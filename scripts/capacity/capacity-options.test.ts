import { capacityArguments } from './capacity-options.ts';

test.each([
  ['1000000', 1_000_000],
  ['1_000_000', 1_000_000],
  ['1e6', 1_000_000],
  ['1', 1],
  ['1e8', 100_000_000],
])('takes %p users', (text, users) => {
  expect(capacityArguments(['--users', text])).toEqual({ users, seed: 1, service: undefined, json: false });
});

test.each(['0', '-5', '1.5', 'many', '', '100000001', '1e9', 'NaN', 'Infinity', '0x10', '1e999'])(
  'refuses %p users',
  (text) => {
    expect(() => capacityArguments([`--users=${text}`])).toThrow('--users takes a whole number from 1 to 1e8');
  },
);

test('says how it is used when users are missing', () => {
  expect(() => capacityArguments([])).toThrow('usage: npm run capacity -- --users 1000000');
});

test('takes a seed, a service and the form', () => {
  const parsed = capacityArguments(['--users', '10', '--seed', '7', '--service', 'access', '--json']);
  expect(parsed).toEqual({ users: 10, seed: 7, service: 'access', json: true });
  expect(() => capacityArguments(['--users', '10', '--seed', '-1'])).toThrow();
  expect(() => capacityArguments(['--users', '10', '--user', '1'])).toThrow(/--user/);
});
