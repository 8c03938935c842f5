import { difference, pairedRatio, shuffled, spread } from './statistics.ts';

test('a spread lies between the closest ranks', () => {
  expect(spread([4, 1, 3, 2])).toEqual({ median: 2.5, p10: 1.3, p90: 3.7 });
  expect(spread([7])).toEqual({ median: 7, p10: 7, p90: 7 });
});

test('a spread of nothing is not a number', () => {
  expect(spread([])).toEqual({ median: Number.NaN, p10: Number.NaN, p90: Number.NaN });
});

test('a ratio is taken round by round, so that a slow while does not tell', () => {
  expect(pairedRatio([20, 200, 20], [10, 100, 10])).toEqual({ median: 2, p10: 2, p90: 2 });
});

test('a round that its base lacks makes the ratio not a number instead of another one', () => {
  expect(pairedRatio([20, 20], [10]).median).toBeNaN();
  expect(difference([5, 9], [2])).toEqual([3, Number.NaN]);
});

test('shuffling keeps every candidate once and leaves the list as it was', () => {
  const names = ['floor', 'gymcoach', 'hono', 'sdk'];
  expect(shuffled(names).sort()).toEqual(['floor', 'gymcoach', 'hono', 'sdk']);
  expect(names).toEqual(['floor', 'gymcoach', 'hono', 'sdk']);
});
