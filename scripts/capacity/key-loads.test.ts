import { keyLoads } from './key-loads.ts';
import type { RouteCost } from './route-costs.ts';

const limits = {
  partitionRead: 3_000,
  partitionWrite: 1_000,
  auditShards: 16,
  auditHeadWrites: 2,
  grantsSeconds: 60,
  coaches: 5,
};
const options = {
  limits,
  quotas: { read: 600, write: 120, sensitive: 30 },
  gatewayBurst: 1_500,
  changeWrites: 6,
  auditedPerSecond: 32,
  containers: 60,
};
const route = (event: string, method: string, limiter: number, readUnits: number, writeUnits: number): RouteCost => {
  const cost = { calls: {}, readUnits, writeUnits };
  return { service: 'user-profile', method, event, limiter, cold: cost, warm: cost };
};
const requests = [
  route('get-profile', 'GET', 0.1, 3, 0),
  route('record-injury', 'POST', 0.5, 2, 6),
  route('start-avatar-upload', 'POST', 1, 3, 8),
  route('get-profile.by-coach', 'GET', 0.1, 4, 1),
];
const of = (key: string, loads = keyLoads({ ...options, requests })) => loads.find((load) => load.key === key);

test('rows of one user bear the dearest request as often as its class allows', () => {
  expect(of('U#<user>')).toMatchObject({ readUnits: 240, writeUnits: 720, share: 0.72 });
  expect(of('U#<user>', keyLoads({ ...options, requests: requests.slice(2, 3) }))).toMatchObject({ writeUnits: 240 });
});

test('the gateway bounds what five coaches together can do to one access log', () => {
  expect(of('U#<user>#X#<month>')).toMatchObject({ writeUnits: 1_500, share: 1.5 });
  expect(of('U#<user>#X#<month>', keyLoads({ ...options, requests, gatewayBurst: 400 }))).toMatchObject({
    writeUnits: 400,
  });
});

test('shared keys', () => {
  expect(of('H#<day>#<shard>')).toMatchObject({ readUnits: 2, writeUnits: 4 });
  expect(of('ROLE#<name>')).toMatchObject({ readUnits: 1 });
  expect(of('SECRET#CURSOR')).toMatchObject({ readUnits: 60, share: 0.02 });
});

test('the hottest comes first', () => {
  const shares = keyLoads({ ...options, requests }).map(({ share }) => share);
  expect(shares).toEqual(shares.toSorted((a, b) => b - a));
});
