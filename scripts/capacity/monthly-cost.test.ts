import { valuesOf } from './input.ts';
import { INPUTS } from './inputs.ts';
import { type MonthlyUse, monthlyCost, totalOf } from './monthly-cost.ts';

const use: MonthlyUse = {
  users: 100_000,
  activeUsers: 60_000,
  requests: 100e6,
  invocations: 101e6,
  onDemandGbSeconds: 1_400_000,
  readyGbSeconds: 0,
  usedReadyGbSeconds: 0,
  readUnits: 200e6,
  writeUnits: 20e6,
  traces: 1_100_000,
  otherCalls: 1e6,
  routes: 50,
  services: 4,
  logRetentionDays: 365,
  recovery: true,
};
const inputs = valuesOf(INPUTS);
const bill = (changed: Partial<MonthlyUse> = {}): Readonly<Record<string, number>> =>
  Object.fromEntries(
    monthlyCost({ ...use, ...changed }, inputs).map(({ item, dollars }) => [item, Number(dollars.toFixed(2))]),
  );

test('a bill that was worked out by hand', () => {
  expect(bill()).toEqual({
    'Lambda requests': 20, // (101 - 1) million at 0.20
    'Lambda duration, init included': 13.33, // 1.4 million GB-s less 400,000, at 0.0000133334
    'Lambda provisioned concurrency': 0,
    'API Gateway': 111, // 100 million at 1.11
    'DynamoDB reads': 28.2, // 200 million at 0.141
    'DynamoDB writes': 14.1, // 20 million at 0.705
    'DynamoDB storage': 0, // 1.27 of 25 GB that are free
    'DynamoDB point-in-time recovery': 0.28, // 1.24 GB at 0.226
    'CloudWatch logs, ingested': 89.08, // 101 million of 1,260 bytes and 100 million of 325, less 5 GB: 154.76 GB at 0.57
    'CloudWatch logs, kept': 8.71, // 159.76 GB a month, twelve months of it at 15 %, at 0.03
    'CloudWatch metrics': 168, // 54 times 5 and 50 times 6, less 10, at 0.30
    'X-Ray': 5, // a million above the free ones
    Cognito: 750, // 50,000 above the free ones, at 0.015
    S3: 5.09, // 4 GB at 0.023 and a million requests at 5
    'Data to the internet': 1.8, // 120 GB less 100, at 0.09
  });
});

test('with containers kept ready, Lambda has no free tier', () => {
  const ready = bill({ readyGbSeconds: 1e6, usedReadyGbSeconds: 1e5 });
  expect(ready).toMatchObject({
    'Lambda requests': 20.2,
    'Lambda duration, init included': 18.67,
    'Lambda provisioned concurrency': 4.11, // 3.33 for keeping and 0.78 for using
  });
});

test('no item falls when any quantity grows', () => {
  const before = totalOf(monthlyCost(use, inputs));
  const quantities = Object.entries(use).flatMap(([name, value]) =>
    typeof value === 'number' ? [[name, value] as const] : [],
  );
  for (const [name, value] of quantities) {
    const after = totalOf(monthlyCost({ ...use, [name]: value + 10 }, inputs));
    expect({ name, falls: after < before }).toEqual({ name, falls: false });
  }
});
