import { Compile } from 'typebox/compile';
import { valuesOf } from './input.ts';
import { INPUTS } from './inputs.ts';
import { modelCapacity } from './model-capacity.ts';
import { printReport } from './print-report.ts';
import { readDeployment } from './read-deployment.ts';
import { CapacityReport } from './report.schema.ts';
import { testCosts } from './test-costs.ts';

const measured = { init: 58, firstRequest: 21, warmRequest: 0.8 };
const common = { seed: 1, deployment: readDeployment(), measured, costs: testCosts() };
const model = (users: number, changed: Partial<Parameters<typeof modelCapacity>[0]> = {}): CapacityReport =>
  modelCapacity({ ...common, users, ...changed });
const inputs = valuesOf(INPUTS);
const schema = Compile(CapacityReport);

const SIZES = [1, 1_000, 200_000, 100_000_000];
const reports = SIZES.map((users) => model(users));

test.each(reports.map((report) => [report.users, report] as const))(
  'a report on %p users has the form that is promised',
  (_users, report) => {
    expect(schema.Errors(report)).toEqual([]);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(printReport(report)).toContain('not verified on AWS');
    expect(printReport(report)).not.toMatch(/NaN|undefined|Infinity/);
  },
);

test('a seed gives the same report again, and another one another', () => {
  expect(model(1_000)).toEqual(reports[1]);
  expect(model(1_000, { seed: 2 })).not.toEqual(reports[1]);
});

test('more users are never cheaper, nor quieter', () => {
  for (const [index, report] of reports.entries()) {
    const before = reports[index - 1];
    if (before === undefined) continue;
    for (const way of ['onDemand', 'fixed', 'tracked'] as const) {
      expect(report.cost[way].dollarsPerMonth).toBeGreaterThanOrEqual(before.cost[way].dollarsPerMonth);
    }
    expect(report.gateway.peakPerSecond).toBeGreaterThanOrEqual(before.gateway.peakPerSecond);
    expect(report.dynamodb.readUnits.mean).toBeGreaterThanOrEqual(before.dynamodb.readUnits.mean);
    expect(report.account.mostConcurrency).toBeGreaterThanOrEqual(before.account.mostConcurrency);
  }
});

test('containers that are kept ready never make more cold starts, and more of them fewer', () => {
  for (const { onDemand, fixed, tracked } of reports.flatMap(({ services }) => services)) {
    expect(fixed.coldStartsPerDay).toBeLessThanOrEqual(onDemand.coldStartsPerDay);
    expect(tracked.coldStartsPerDay).toBeLessThanOrEqual(fixed.coldStartsPerDay);
  }
});

test('a container that is kept longer starts less often', () => {
  for (const { onDemand, coldShareAtOtherIdles } of reports.flatMap(({ services }) => services)) {
    const [five = 0, ...longer] = coldShareAtOtherIdles.map(({ coldShare }) => coldShare);
    expect([five, onDemand.coldShare, ...longer]).toEqual(
      [five, onDemand.coldShare, ...longer].toSorted((a, b) => b - a),
    );
  }
});

test('requests are those of the mix, and as many are busy as by Little’s law', () => {
  const still = { ...inputs, traffic: { ...inputs.traffic, dispersion: 0 } };
  const { services } = model(1_000_000, { inputs: still });
  const feed = services.find(({ name }) => name === 'change-feed api');
  // A million users, 20 % of them active, 1.2 times as many on a Monday, 12 requests each.
  expect((feed?.requestsPerDay ?? 0) / (1_000_000 * 0.2 * 1.2 * 12)).toBeCloseTo(1, 2);
  expect((feed?.concurrency.mean ?? 0) / ((2_880_000 / 86_400) * ((feed?.warmMs ?? 0) / 1_000))).toBeCloseTo(1, 3);
});

test('the stage is read from its files: what functions reserve does not fit into a new account', () => {
  const [report] = reports;
  const reservedOf = report?.services.map(({ name, reserved }) => [name, reserved.limit]);
  expect(reservedOf).toEqual(
    expect.arrayContaining([
      ['user-profile api', 40],
      ['access api', 10],
    ]),
  );
  // Of all functions, also of those that no person's request reaches.
  const all = common.deployment.functions.reduce((sum, { reserved }) => sum + (reserved ?? 0), 0);
  expect(report?.account.reserved).toBe(all);
  expect(report?.account).toMatchObject({ fitsQuota: true, newQuota: 10, fitsNewQuota: false });
});

test('what a clock or an operator asks for is not traffic', () => {
  const [report] = reports;
  expect(report?.worker.name).toBe('change-feed number-changes');
  expect(report?.services.map(({ name }) => name)).not.toContain('platform canary');
});

test('says so where there is not enough', () => {
  const [small, big] = [reports[1], reports[3]];
  expect(small?.services.every(({ reserved }) => reserved.enough)).toBe(true);
  expect(small?.gateway.refusedShare).toBe(0);
  expect(big?.services.every(({ reserved }) => reserved.enough)).toBe(false);
  expect(big?.gateway.refusedShare).toBeGreaterThan(0.5);
  expect(big?.account.advised).toBeGreaterThan(big?.account.reserved ?? 0);
});

test('a request that costs nobody knows what is an error', () => {
  const { routes, batches } = testCosts();
  expect(() => model(10, { costs: { routes: routes.slice(1), batches } })).toThrow(/inputs.ts names the request "/);
});
