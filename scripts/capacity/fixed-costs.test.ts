import { fixedCosts, meanLeast, type Resources } from './fixed-costs.ts';
import { valuesOf } from './input.ts';
import { INPUTS } from './inputs.ts';

const inputs = valuesOf(INPUTS);
const costs = (resources: Resources) =>
  Object.fromEntries(fixedCosts([resources], inputs).items.map(({ item, dollars }) => [item, dollars]));
const many = (count: number, resource: Resources[string]): Resources =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`R${index}`, resource]));

test('an alarm is paid by the metrics that it watches, dashboards from the fourth on, keys each', () => {
  const two = { Metrics: [{ MetricStat: {} }, { MetricStat: {} }, { Expression: 'a + b' }] };
  expect(costs(many(10, { Type: 'AWS::CloudWatch::Alarm', Properties: two }))['alarms']).toBeCloseTo(1);
  expect(costs(many(30, { Type: 'AWS::CloudWatch::Alarm', Properties: {} }))['alarms']).toBeCloseTo(2);
  expect(costs(many(4, { Type: 'AWS::CloudWatch::Dashboard' }))['dashboards']).toBe(3);
  expect(costs(many(2, { Type: 'AWS::KMS::Key' }))['keys']).toBe(2);
});

test('a canary that is off costs nothing, one that runs every five minutes a fraction of one of CloudWatch Synthetics', () => {
  const rule = (State: string) => ({
    Type: 'AWS::Events::Rule',
    Properties: { State, ScheduleExpression: 'rate(5 minutes)' },
  });
  expect(costs({ A: rule('DISABLED') })['runs of the canary']).toBe(0);
  const own = costs({ A: rule('ENABLED') })['runs of the canary'] ?? 0;
  expect(own).toBeGreaterThan(0);
  expect(own).toBeLessThan(8_760 * (inputs.fixed.syntheticsRun[0]?.price ?? 0) * 0.1);
});

test('what is kept ready is the mean of its day', () => {
  const at = (Schedule: string, MinCapacity: number) => ({ Schedule, ScalableTargetAction: { MinCapacity } });
  expect(meanLeast({ MinCapacity: 2 })).toBe(2);
  expect(
    meanLeast({ MinCapacity: 2, ScheduledActions: [at('cron(0 18 * * ? *)', 1), at('cron(0 6 * * ? *)', 3)] }),
  ).toBe(2);
});

test('a type of resource that nobody has priced is named', () => {
  const resources = { A: { Type: 'AWS::WAFv2::WebACL' }, B: { Type: 'AWS::SQS::Queue' } };
  expect(fixedCosts([resources], inputs).unknown).toEqual(['AWS::WAFv2::WebACL']);
});
