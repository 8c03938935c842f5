import { concurrencyShortage, mustStayFree, reservationsOf } from './concurrency.ts';
import { deployableStacks } from './deployable-stacks.ts';

const where = { stage: 'prod', region: 'eu-west-1' };
const five = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, wanted: 10 }));

test('an account with room takes the stage', () => {
  expect(concurrencyShortage(five, { limit: 1_000, unreserved: 1_000, ownReserved: 0 }, where)).toBeUndefined();
  expect(concurrencyShortage(five, { limit: 1_000, unreserved: 150, ownReserved: 0 }, where)).toBeUndefined();
});

test('what the stage holds already counts for it', () => {
  expect(concurrencyShortage(five, { limit: 150, unreserved: 100, ownReserved: 50 }, where)).toBeUndefined();
});

test('a shortage names the quota, the region and the least that would do', () => {
  const said = concurrencyShortage(five, { limit: 1_000, unreserved: 149, ownReserved: 0 }, where);
  expect(said).toContain(
    'want 50 concurrent executions for themselves (a 10, b 10, c 10, d 10, e 10), and 49 can be given',
  );
  expect(said).toContain('851 are reserved by others, and Lambda keeps 100 free');
  expect(said).toContain('"Concurrent executions" (L-B99A9384) of AWS Lambda in eu-west-1 to 1001 or more');
});

test('a new account with ten executions can reserve nothing', () => {
  const said = concurrencyShortage(five, { limit: 10, unreserved: 10, ownReserved: 0 }, where);
  expect(said).toContain('and 0 can be given');
  expect(said).toContain('to 60 or more');
  expect(mustStayFree(10)).toBe(10);
});

test('a stage without reservations asks for nothing', () => {
  expect(concurrencyShortage([], { limit: 10, unreserved: 10, ownReserved: 0 }, where)).toBeUndefined();
  expect(reservationsOf(deployableStacks('dev'), 'dev')).toEqual([]);
});

test('prod reserves for every function that params.yml gives a reservation', () => {
  const names = reservationsOf(deployableStacks('prod'), 'prod').map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['gymcoach-platform-prod-system', 'gymcoach-change-feed-prod-number-changes']),
  );
});
