import { valuesOf } from '../../../scripts/capacity/input.ts';
import { INPUTS } from '../../../scripts/capacity/inputs.ts';
import { ofType, STACKS } from './packaged-templates.ts';

const { lambda, traffic } = valuesOf(INPUTS);
/** Share of the mean hour below which it is night, and from which it is evening. */
const [QUIET, BUSY] = [0.5, 1.5];
const LEAD_MINUTES = 15;

interface Action {
  readonly ScheduledActionName: string;
  readonly Schedule: string;
  readonly Timezone: string;
  readonly ScalableTargetAction: { readonly MinCapacity: number; readonly MaxCapacity: number };
}

interface Sized {
  readonly functionName: string;
  readonly reserved: number;
}

/** What functions may use at once and what is kept ready, against each other and against the account. */
export function scalingRules(): void {
  const names = [...STACKS.keys()];
  const functions = (): readonly Sized[] =>
    names
      .flatMap((name) => ofType(name, 'prod', 'AWS::Lambda::Function'))
      .map(([, { Properties }]) => ({
        functionName: String(Properties['FunctionName']),
        reserved: Number(Properties['ReservedConcurrentExecutions']),
      }));
  const targets = () =>
    names
      .flatMap((name) => ofType(name, 'prod', 'AWS::ApplicationAutoScaling::ScalableTarget'))
      .map(([, { Properties }]) => Properties);

  describe('scaling', () => {
    test('reserves for every function, and all of it fits into an account beside what nobody can reserve', () => {
      for (const { functionName, reserved } of functions()) {
        expect([functionName, reserved]).toEqual([functionName, expect.any(Number)]);
        expect(reserved).toBeGreaterThan(0);
      }
      const sum = functions().reduce((total, { reserved }) => total + reserved, 0);
      expect(sum).toBeGreaterThan(0);
      expect(sum + lambda.unreserved).toBeLessThanOrEqual(lambda.quota);
      // A new account's quota takes none of it: npm run deploy has to say so.
      expect(sum + lambda.unreserved).toBeGreaterThan(lambda.newQuota);
    });

    test('keeps ready what the stage says, never more than the function may use', () => {
      const provisioned = names.flatMap((name) =>
        ofType(name, 'prod', 'AWS::Lambda::Alias').filter(
          ([, { Properties }]) => 'ProvisionedConcurrencyConfig' in Properties,
        ),
      );
      expect(targets()).toHaveLength(provisioned.length);
      expect(targets().length).toBeGreaterThanOrEqual(3);
      for (const { ResourceId, MinCapacity, MaxCapacity, ScheduledActions } of targets()) {
        const [, name] = String(ResourceId).split(':');
        expect(ResourceId).toBe(`function:${name}:live`);
        const reserved = functions().find(({ functionName }) => functionName === name)?.reserved ?? 0;
        expect(Number(MaxCapacity)).toBeLessThanOrEqual(reserved);
        for (const { ScalableTargetAction: at } of ScheduledActions as readonly Action[]) {
          expect([at.MaxCapacity, at.MinCapacity <= at.MaxCapacity]).toEqual([MaxCapacity, true]);
        }
        expect(Number(MinCapacity)).toBeLessThanOrEqual(Number(MaxCapacity));
      }
    });

    test('follows use at seven tenths, as the capacity model does', () => {
      const policies = names.flatMap((name) => ofType(name, 'prod', 'AWS::ApplicationAutoScaling::ScalingPolicy'));
      expect(policies).toHaveLength(targets().length);
      for (const [, { Properties }] of policies) {
        expect(Properties).toMatchObject({
          PolicyType: 'TargetTrackingScaling',
          TargetTrackingScalingPolicyConfiguration: {
            PredefinedMetricSpecification: { PredefinedMetricType: 'LambdaProvisionedConcurrencyUtilization' },
            TargetValue: lambda.utilization,
          },
        });
      }
    });

    test('follows the hours of gyms, as the capacity model has them', () => {
      const wanted = scheduleOf(traffic.hours, 2);
      for (const { MinCapacity, ScheduledActions } of targets()) {
        expect(MinCapacity).toBe(2);
        const actions = ScheduledActions as readonly Action[];
        expect(actions.map(({ Schedule, ScalableTargetAction: { MinCapacity: least } }) => [Schedule, least])).toEqual(
          wanted,
        );
        // Most users live an hour ahead of UTC in winter.
        const [most] = traffic.zones.toSorted((a, b) => b.share - a.share);
        expect([most?.offset, new Set(actions.map(({ Timezone }) => Timezone))]).toEqual([
          1,
          new Set(['Europe/Berlin']),
        ]);
      }
    });

    test('keeps nothing ready and reserves nothing in dev', () => {
      for (const name of names) {
        expect(ofType(name, 'dev', 'AWS::ApplicationAutoScaling::ScalableTarget')).toEqual([]);
        for (const [, { Properties }] of ofType(name, 'dev', 'AWS::Lambda::Function')) {
          expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
        }
      }
    });
  });

  test.each([
    ['prod', 'ENABLED'],
    ['dev', 'DISABLED'],
  ] as const)('the canary walks every five minutes: in %s it is %s', (stage, State) => {
    const [rule] = ofType('platform', stage, 'AWS::Events::Rule');
    expect(rule?.[1].Properties).toMatchObject({ ScheduleExpression: 'rate(5 minutes)', State });
  });
}

/** Runs of hours of one kind; each keeps ready its share of the day's figure, and what rises does so a little earlier. */
function scheduleOf(hours: readonly number[], day: number): readonly (readonly [string, number])[] {
  const mean = hours.reduce((sum, weight) => sum + weight, 0) / hours.length;
  const kindOf = (weight: number): string =>
    weight < QUIET * mean ? 'night' : weight >= BUSY * mean ? 'evening' : 'day';
  const leastOf = (kind: string): number => {
    const all = hours.filter((weight) => kindOf(weight) === kind);
    return Math.max(1, Math.round((day * all.reduce((sum, weight) => sum + weight, 0)) / all.length / mean));
  };
  return hours.flatMap((weight, hour) => {
    const [kind, before] = [kindOf(weight), kindOf(hours.at(hour - 1) ?? weight)];
    if (kind === before) return [];
    const minutes = hour * 60 - (leastOf(kind) > leastOf(before) ? LEAD_MINUTES : 0);
    return [[`cron(${minutes % 60} ${Math.floor(minutes / 60)} * * ? *)`, leastOf(kind)] as const];
  });
}
