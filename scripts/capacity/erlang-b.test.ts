import fc from 'fast-check';
import { erlangB } from './erlang-b.ts';

test.each([
  ['one container half of the time', 1, 1, 0.5],
  ['two', 2, 2, 0.4],
  ['five', 5, 3, 0.11005],
  ['ten', 10, 5, 0.018385],
  ['as many as are wanted', 10, 10, 0.21458],
  ['a hundred, from the tables of telephone traffic', 100, 84.06, 0.01],
])('agrees with published values: %s', (_name, limit, load, blocked) => {
  expect(erlangB(limit, load)).toBeCloseTo(blocked, 4);
});

test('gives the published values of the C formula, which follows from it', () => {
  const erlangC = (limit: number, load: number): number => {
    const blocked = erlangB(limit, load);
    return blocked / (1 - (load / limit) * (1 - blocked));
  };
  expect(erlangC(1, 0.5)).toBeCloseTo(0.5, 6);
  expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 6);
  expect(erlangC(5, 4)).toBeCloseTo(0.5541, 4);
});

test('refuses nothing where nothing comes, and everything without containers', () => {
  expect(erlangB(3, 0)).toBe(0);
  expect(erlangB(0, 3)).toBe(1);
});

test('refuses less with more containers and more with more load', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 500 }), fc.double({ min: 0.01, max: 500, noNaN: true }), (limit, load) => {
      expect(erlangB(limit + 1, load)).toBeLessThanOrEqual(erlangB(limit, load));
      expect(erlangB(limit, load * 1.1)).toBeGreaterThanOrEqual(erlangB(limit, load));
    }),
  );
});
