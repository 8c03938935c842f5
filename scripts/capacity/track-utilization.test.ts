import { trackUtilization } from './track-utilization.ts';

const options = { least: 2, most: 100, aim: 0.7, scaleOutMinutes: 3, scaleInMinutes: 15 };
/** A day that needs so many from one minute to another, and nothing else. */
const between = (from: number, to: number, count: number): Uint32Array =>
  new Uint32Array(86_400).fill(count, from * 60, to * 60);

test('keeps the least when nothing happens', () => {
  expect([...new Set(trackUtilization({ ...options, needed: new Uint32Array(86_400) }))]).toEqual([2]);
});

test('provides for 70 % after three minutes above, and takes it back after fifteen below', () => {
  const provided = trackUtilization({ ...options, needed: between(100, 200, 7) });
  expect([provided[102], provided[103], provided[199], provided[214], provided[215]]).toEqual([2, 10, 10, 10, 2]);
});

test('a burst of two minutes moves nothing', () => {
  expect([...new Set(trackUtilization({ ...options, needed: between(100, 102, 50) }))]).toEqual([2]);
});

test('never provides more than may be', () => {
  expect(Math.max(...trackUtilization({ ...options, needed: between(100, 200, 500) }))).toBe(100);
});
