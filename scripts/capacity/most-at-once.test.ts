import fc from 'fast-check';
import { logFactorial, mostAtOnce, tablesOfMostAtOnce } from './most-at-once.ts';

const rates = fc.double({ min: 0.001, max: 20_000, noNaN: true });
const durations = fc.double({ min: 0.005, max: 0.5, noNaN: true });

test('nobody is busy when nobody comes', () => {
  const none = mostAtOnce(0, 0.1);
  expect([none.quantile(0.999), none.within(10)]).toEqual([0, 0]);
});

test('a second is empty if nobody was there and nobody comes: exp(-λW - λ)', () => {
  const most = mostAtOnce(2, 0.25);
  const empty = Math.exp(-2.5);
  expect(most.quantile(empty * 0.999)).toBe(0);
  expect(most.quantile(empty * 1.001)).toBe(1);
});

test('with room for all, as many are busy as by Little’s law', () => {
  fc.assert(
    fc.property(rates, durations, (rate, seconds) => {
      expect(mostAtOnce(rate, seconds).within(1e6) / (rate * seconds)).toBeCloseTo(1, 6);
    }),
  );
});

test('one container serves what it is found busy with: 1 - exp(-λW)', () => {
  expect(mostAtOnce(4, 0.25).within(1)).toBeCloseTo(1 - Math.exp(-1), 9);
  expect(mostAtOnce(4, 0.25).within(0.5)).toBeCloseTo((1 - Math.exp(-1)) / 2, 9);
});

test('the most within a second grows with the share of seconds, the rate and the duration', () => {
  fc.assert(
    fc.property(rates, durations, fc.double({ min: 0, max: 0.999, noNaN: true }), (rate, seconds, share) => {
      const most = mostAtOnce(rate, seconds).quantile(share);
      expect(mostAtOnce(rate, seconds).quantile(share + 0.001)).toBeGreaterThanOrEqual(most);
      expect(mostAtOnce(rate * 1.5, seconds).quantile(share)).toBeGreaterThanOrEqual(most);
      expect(mostAtOnce(rate, seconds * 1.5).quantile(share)).toBeGreaterThanOrEqual(most);
    }),
  );
});

test('tables answer within a fifth of a percent of the rate', () => {
  const tables = tablesOfMostAtOnce(0.05);
  expect(tables(0).within(5)).toBe(0);
  expect(Math.abs(tables(1_234).within(1e6) / (1_234 * 0.05) - 1)).toBeLessThan(0.002);
});

test('logarithms of factorials', () => {
  expect(logFactorial(9)).toBeCloseTo(Math.log(362_880), 12);
  expect(logFactorial(20)).toBeCloseTo(Math.log(2_432_902_008_176_640_000), 9);
});
