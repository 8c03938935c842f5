import { refusedByThrottle } from './throttle.ts';

const throttle = { rate: 10, burst: 20 };

test('lets the rate pass for ever, and the burst once', () => {
  expect(refusedByThrottle(Float64Array.from([10, 10, 10]), throttle)).toBe(0);
  expect(refusedByThrottle(Float64Array.from([20, 10, 11]), throttle)).toBe(1);
  expect(refusedByThrottle(Float64Array.from([50]), throttle)).toBe(30);
});

test('gives the burst back at the rate', () => {
  expect(refusedByThrottle(Float64Array.from([20, 0, 20, 20]), throttle)).toBe(10);
});
