import { measureRateLimit } from '../reliability/rate-limit/measure-rate-limit.ts';

test('the figures of the rate limits, at a reduced size, keep to what is promised', async () => {
  const { overAdmission, simulated, fastPath, slowPath } = await measureRateLimit({ seed: 1, size: 200 });
  expect(Object.keys(overAdmission).length).toBeGreaterThan(0);
  for (const { exact, fastPath: together, bound, unprotected } of Object.values(overAdmission)) {
    expect(exact).toBe(0);
    expect(together).toBeLessThanOrEqual(bound);
    expect(unprotected).toBeGreaterThan(0);
  }
  expect(simulated.worst).toBeLessThanOrEqual(simulated.bound);
  expect(fastPath.writesPerRequest).toBe(0.1);
  for (const { capacityUnits } of Object.values(slowPath)) expect(capacityUnits).toBe(1);
}, 120_000);
