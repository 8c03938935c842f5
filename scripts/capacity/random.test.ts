import { createRandom, drawFactor, drawPoisson } from './random.ts';

const DRAWS = 20_000;
const draws = (draw: () => number): readonly number[] => Array.from({ length: DRAWS }, draw);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]): number => {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
};

test('gives the same numbers for a seed, and others for another', () => {
  const [one, again, other] = [createRandom(1), createRandom(1), createRandom(2)];
  const numbers = Array.from({ length: 5 }, one);
  expect(Array.from({ length: 5 }, again)).toEqual(numbers);
  expect(Array.from({ length: 5 }, other)).not.toEqual(numbers);
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
});

test.each([0.01, 3, 90, 5_000])('a Poisson count of mean %p has that mean, and that variance', (expected) => {
  const random = createRandom(7);
  const counts = draws(() => drawPoisson(random, expected));
  expect(Math.abs(mean(counts) / expected - 1)).toBeLessThan(0.2 / Math.sqrt(Math.min(1, expected) * 100));
  expect(Math.abs(variance(counts) / mean(counts) - 1)).toBeLessThan(0.05);
});

test('nothing comes at a rate of nothing', () => {
  expect(drawPoisson(createRandom(1), 0)).toBe(0);
});

test.each([0.15, 0.5, 1.5])('a factor has mean 1 and the coefficient of variation %p', (variation) => {
  const random = createRandom(3);
  const factors = draws(() => drawFactor(random, variation));
  expect(mean(factors)).toBeCloseTo(1, 1);
  expect(Math.sqrt(variance(factors)) / variation).toBeCloseTo(1, 1);
  expect(drawFactor(random, 0)).toBe(1);
});
