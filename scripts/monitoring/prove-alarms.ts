import { FEEDS } from '../../tests/monitoring/feeds.ts';
import { type Proof, proveAlarm } from '../../tests/monitoring/prove-alarm.ts';
import type { AlarmProperties } from '../../tests/support/cloudwatch/run-alarm.ts';
import { alarmResource } from './alarm.ts';
import type { AlarmKind } from './alarm-kinds.ts';
import { alarmsOf } from './alarms-of-stack.ts';
import { ALARM_METRIC } from './monthly-price.ts';
import type { StackOutline } from './stack-outline.ts';

export interface AlarmFigures extends Proof {
  /** Without its stage: `user-profile-api-error-ratio`. */
  readonly alarm: string;
  readonly kind: AlarmKind;
  readonly threshold: string;
  readonly dollars: number;
}

/** What each alarm makes of the metrics that it is fed, wrong by wrong. */
export function proveAlarms(stacks: readonly StackOutline[]): readonly AlarmFigures[] {
  return stacks.flatMap((stack) =>
    alarmsOf(stack).flatMap((alarm) => {
      const { kind, name, threshold, unit, breaching, among, periodSeconds = 60 } = alarm;
      if (kind === 'budget') return [];
      const { Properties } = alarmResource(alarm, { Ref: 'AlarmTopic' }) as { Properties: AlarmProperties }; // just made
      const period = periodSeconds === 60 ? 'minutes' : `times ${periodSeconds / 60} minutes`;
      return FEEDS[kind].map((feeds) => ({
        alarm: name.replace(`gymcoach-${stack.stage}-`, ''),
        kind,
        threshold: `${threshold.toLocaleString('en')} ${unit} or more, ${breaching} of ${among} ${period}`,
        dollars: Object.keys(alarm.metrics).length * ALARM_METRIC,
        ...proveAlarm(Properties, feeds),
      }));
    }),
  );
}
