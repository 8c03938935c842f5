import { createRetryQuota } from './retry-quota.ts';

test('allows a hundred repetitions without a success, and then none', () => {
  const quota = createRetryQuota();
  expect(Array.from({ length: 101 }, () => quota.take()).filter(Boolean)).toHaveLength(100);
});

test('a success gives back what its own repetitions cost', () => {
  const quota = createRetryQuota();
  for (let index = 0; index < 100; index += 1) quota.take();
  quota.refund(3);
  expect([quota.take(), quota.take(), quota.take()]).toEqual([true, true, false]);
});

test('five successes at the first attempt earn one repetition', () => {
  const quota = createRetryQuota();
  for (let index = 0; index < 100; index += 1) quota.take();
  for (let index = 0; index < 4; index += 1) quota.refund(1);
  expect(quota.take()).toBe(false);
  quota.refund(1);
  expect(quota.take()).toBe(true);
});
