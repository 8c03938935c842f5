import { HARMLESS } from '../../tests/monitoring/feeds.ts';
import { fires } from '../../tests/monitoring/prove-alarm.ts';
import { type BudgetProperties, proveBudget } from '../../tests/monitoring/prove-budget.ts';
import type { MetricStore } from '../../tests/support/cloudwatch/metric-store.ts';
import { type AlarmProperties, runAlarm } from '../../tests/support/cloudwatch/run-alarm.ts';
import { readStacks } from '../build/read-stack.ts';
import { alarmResource } from './alarm.ts';
import type { AlarmKind } from './alarm-kinds.ts';
import { alarmsOf } from './alarms-of-stack.ts';
import { type MonitoringPrice, monthlyPrice } from './monthly-price.ts';
import { type AlarmFigures, proveAlarms } from './prove-alarms.ts';
import type { WatchedStack } from './read-outlines.ts';

/** What was found about the monitoring of one stage. */
export interface MonitoringFigures {
  readonly stage: string;
  readonly price: MonitoringPrice;
  readonly alarms: readonly AlarmFigures[];
  /** Days on which all is well, and the alarms that fired all the same. */
  readonly healthyDay: { readonly users: number; readonly seed: number; readonly fired: readonly string[] };
  /** What is bad and not worth waking somebody, and the alarms that fired all the same. */
  readonly harmless: readonly { readonly kind: AlarmKind; readonly what: string; readonly fired: readonly string[] }[];
  readonly budget: { readonly dollars: number; readonly told: readonly BudgetFigure[] };
}

export interface BudgetFigure {
  readonly type: string;
  /** Day of the month, at one and a half times and at half of the pace that would use the budget up. */
  readonly day: number | undefined;
  readonly dayAtHalfPace: number | undefined;
}

/** A day on which all is well. */
export interface HealthyDay {
  readonly users: number;
  readonly seed: number;
  readonly store: MetricStore;
}

export function proveMonitoring(
  stage: string,
  watched: readonly WatchedStack[],
  { users, seed, store }: HealthyDay,
): MonitoringFigures {
  return {
    stage,
    price: monthlyPrice(watched),
    alarms: proveAlarms(watched.map(({ outline }) => outline)),
    healthyDay: { users, seed, fired: firedOn(watched, store) },
    harmless: HARMLESS.map(({ kind, what, feed }) => ({
      ...{ kind, what },
      fired: packaged(watched)
        .filter((alarm) => alarm.kind === kind && fires(alarm.properties, feed))
        .map(({ properties }) => properties.AlarmName),
    })),
    budget: proveBudgetOf(stage),
  };
}

/** From where an alarm looks at the day alone: what came before it, nobody has recorded. */
const firedOn = (watched: readonly WatchedStack[], store: MetricStore): readonly string[] =>
  packaged(watched)
    .filter(({ properties }) => runAlarm(properties, store).slice(properties.EvaluationPeriods).includes('ALARM'))
    .map(({ properties }) => properties.AlarmName);

const packaged = (watched: readonly WatchedStack[]) =>
  watched.flatMap(({ outline }) =>
    alarmsOf(outline).map((alarm) => {
      const { Properties } = alarmResource(alarm, { Ref: 'AlarmTopic' }) as { Properties: AlarmProperties }; // just made
      return { kind: alarm.kind, properties: Properties };
    }),
  );

function proveBudgetOf(stage: string): MonitoringFigures['budget'] {
  const [platform] = readStacks({ stage });
  const fragments = [platform?.get('resources') ?? []].flat() as {
    Resources?: Record<string, { Properties?: unknown }>;
  }[]; // our own files
  const budget = fragments.flatMap(({ Resources = {} }) => Resources['Budget'] ?? [])[0]?.Properties as
    | BudgetProperties
    | undefined; // its own shape
  if (budget === undefined) throw new Error('the platform has no budget');
  const [fast, slow] = [proveBudget(budget, 1.5), proveBudget(budget, 0.5)];
  const told = [...fast].map(([type, day]) => ({ type, day, dayAtHalfPace: slow.get(type) }));
  return { dollars: Number(budget.Budget.BudgetLimit.Amount), told };
}
