import { profileRequests, shareOfUnknownGrants, waiting } from './request-profile.ts';
import type { RequestCost, RouteCost } from './route-costs.ts';

const time = {
  ...{ dynamodbRead: 4, dynamodbWrite: 6, dynamodbTransaction: 14, otherCall: 25, connection: 12 },
  ...{ machine: 1, fullCpuMegabytes: 1_000, initCpu: 1 },
};
const measured = { init: 60, firstRequest: 21, warmRequest: 1 };
const read: RequestCost = { calls: { 'DynamoDB GetItem': 1 }, readUnits: 1, writeUnits: 0 };
const withGrants: RequestCost = { calls: { 'DynamoDB GetItem': 1, 'DynamoDB Query': 1 }, readUnits: 3, writeUnits: 0 };
const route = (changed: Partial<RouteCost> = {}): RouteCost => ({
  ...{ service: 'user-profile', method: 'GET', event: 'get-profile', limiter: 0.1, cold: withGrants, warm: read },
  ...changed,
});
const options = { time, measured, memoryMegabytes: 250, unknownGrants: 0 };

test('CPU at a quarter of a core takes four times as long; waiting does not', () => {
  const profile = profileRequests({ ...options, mix: [{ cost: route(), perDay: 3 }] });
  expect(profile).toEqual({
    duration: 4 + 4,
    firstRequest: 80 + 12,
    init: 60,
    readUnits: 1,
    writeUnits: 0.1,
    otherCalls: 0,
  });
});

test('a whole core is the most that memory buys', () => {
  const profile = profileRequests({ ...options, memoryMegabytes: 3_000, mix: [{ cost: route(), perDay: 1 }] });
  expect(profile.duration).toBe(1 + 4);
});

test('requests weigh by how often they come, and grants by how often they are read', () => {
  const upload = { calls: { 'S3 PutObject': 2, 'DynamoDB TransactWriteItems': 1 }, readUnits: 0, writeUnits: 8 };
  const mix = [
    { cost: route(), perDay: 3 },
    { cost: route({ warm: upload, cold: upload, limiter: 1 }), perDay: 1 },
  ];
  const profile = profileRequests({ ...options, unknownGrants: 0.5, mix });
  expect(profile).toMatchObject({ readUnits: 0.75 * 2, writeUnits: 0.25 * 8 + 0.75 * 0.1 + 0.25, otherCalls: 0.5 });
  expect(profile.duration).toBe(4 + 0.75 * 6 + 0.25 * (2 * 25 + 14));
});

test.each([
  ['DynamoDB GetItem', 4],
  ['DynamoDB Query', 4],
  ['DynamoDB TransactGetItems', 4],
  ['DynamoDB PutItem', 6],
  ['DynamoDB UpdateItem', 6],
  ['DynamoDB TransactWriteItems', 14],
  ['Cognito AdminGetUser', 25],
])('one %s is waited for %p ms', (call, milliseconds) => {
  expect(waiting({ calls: { [call]: 1 }, readUnits: 0, writeUnits: 0 }, time)).toBe(milliseconds);
});

test('grants are read once per container that an opening meets', () => {
  expect(shareOfUnknownGrants(4, 1)).toBe(0.25);
  expect(shareOfUnknownGrants(1, 50)).toBeCloseTo(1, 12);
  expect(shareOfUnknownGrants(2, 2)).toBe(0.75);
  expect(shareOfUnknownGrants(4, 1e6)).toBeCloseTo(1, 4);
});
