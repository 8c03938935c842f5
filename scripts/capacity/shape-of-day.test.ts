import { createRandom } from './random.ts';
import { DAY_SECONDS, inUniversalTime, shapeOfDay } from './shape-of-day.ts';

const flat = Array<number>(24).fill(3);
const noon = flat.map((_, hour) => (hour === 12 ? 24 : 0));
const here = [{ offset: 0, share: 1 }];
const plain = { hours: flat, zones: here, onTheHour: 0, dispersion: 0 };
const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test('a flat day is 1 all day', () => {
  const shape = shapeOfDay(plain, createRandom(1));
  expect(shape).toHaveLength(DAY_SECONDS);
  expect(shape.every((value) => Math.abs(value - 1) < 1e-12)).toBe(true);
});

test('noon of a zone that is two hours ahead is ten by UTC', () => {
  expect(inUniversalTime(noon, [{ offset: 2, share: 5 }]).indexOf(24)).toBe(10);
  const both = inUniversalTime(noon, [
    { offset: 0, share: 1 },
    { offset: -13, share: 3 },
  ]);
  expect([both[12], both[1]]).toEqual([6, 18]);
});

test('the mean stays 1 whatever the hours, and what comes on the hour comes in its first minute', () => {
  const shape = shapeOfDay({ ...plain, onTheHour: 0.1, hours: [1, 5, 2, ...flat.slice(3)] }, createRandom(1));
  expect(mean(shape)).toBeCloseTo(1, 9);
  const pushed = shapeOfDay({ ...plain, onTheHour: 0.1 }, createRandom(1));
  expect([pushed[0], pushed[59], pushed[60]].map((value) => value?.toFixed(6))).toEqual([
    '6.900000',
    '6.900000',
    '0.900000',
  ]);
});

test('minutes differ by chance, about a mean of 1', () => {
  const shape = shapeOfDay({ ...plain, dispersion: 0.2 }, createRandom(5));
  expect(mean(shape)).toBeCloseTo(1, 1);
  expect(shape[0]).toBe(shape[59]);
  expect(shape[0]).not.toBe(shape[60]);
});
