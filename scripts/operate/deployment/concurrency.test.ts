import { concurrencyShortage, countFunctions, mustStayFree, reservationsOf, smallQuota } from './concurrency.ts';
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

test('a figure of the command line is what is reserved, also where the stage has none', () => {
  const params = { reservedConcurrency: '7', userProfileReserved: '9' };
  const wanted = (stage: string) =>
    Object.fromEntries(reservationsOf(deployableStacks(stage, { params }), stage).map((one) => [one.name, one.wanted]));
  expect(wanted('dev')).toMatchObject({ 'gymcoach-platform-dev-system': 7, 'gymcoach-access-dev-api': 7 });
  expect(wanted('prod')).toMatchObject({ 'gymcoach-user-profile-prod-api': 9 });
});

test('ten executions, or fewer than functions, are warned of, and what to raise is named', () => {
  const here = { functions: countFunctions(deployableStacks('dev')), stage: 'dev', region: 'eu-west-1' };
  expect(here.functions).toBeGreaterThan(4);
  expect(smallQuota(10, here)).toMatch(/^the account has 10 .* Raise the quota "Concurrent executions" \(L-B99A9384\)/);
  expect(smallQuota(11, here)).toBeUndefined();
  expect(smallQuota(11, { ...here, functions: 12 })).toContain('dev has 12 functions here');
  expect(smallQuota(1_000, here)).toBeUndefined();
});
