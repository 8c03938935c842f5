import { parseRouteCosts, readRouteCosts } from './route-costs.ts';

const cost = { calls: { 'DynamoDB GetItem': 1 }, readUnits: 1, writeUnits: 0 };
const route = {
  service: 'user-profile-service',
  method: 'GET',
  path: '/v1',
  event: 'get-profile',
  limiter: 0.1,
  cold: cost,
  warm: cost,
};
const batch = { service: 'change-feed-service', event: 'number-changes', records: 2, cold: cost, warm: cost };

test('reads what the contract tests measured', () => {
  const { routes, batches } = parseRouteCosts({ routes: [route], batches: [batch] });
  expect(routes).toEqual([
    { service: 'user-profile', method: 'GET', event: 'get-profile', limiter: 0.1, cold: cost, warm: cost },
  ]);
  expect(batches.get('number-changes')).toEqual({ records: 2, warm: cost });
});

test.each([
  ['no lists', {}, 'has no lists'],
  [
    'a route without a name',
    { routes: [{ ...route, event: undefined }], batches: [] },
    'needs service, method and event',
  ],
  [
    'units that are no number',
    { routes: [{ ...route, warm: { ...cost, readUnits: '1' } }], batches: [] },
    'read units, warm get-profile',
  ],
  [
    'a negative count',
    { routes: [{ ...route, cold: { ...cost, calls: { 'S3 GetObject': -1 } } }], batches: [] },
    'cold get-profile is no count',
  ],
])('refuses %s', (_name, document, message) => {
  expect(() => parseRouteCosts(document)).toThrow(message);
});

test('says how to write the file when it is missing', () => {
  expect(() => readRouteCosts('/nowhere/route-costs.json')).toThrow(
    'write it with "node scripts/route-costs.ts --write"',
  );
});
