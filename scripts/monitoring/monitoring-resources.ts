import { alarmResource, type Topic } from './alarm.ts';
import { alarmsOf } from './alarms-of-stack.ts';
import { cutName } from './cut-name.ts';
import { dashboardOf } from './dashboard-of-stack.ts';
import { dashboardResource } from './dashboard-resource.ts';
import { logGroupId, logicalName } from './logical-name.ts';
import { queries } from './queries.ts';
import type { StackOutline } from './stack-outline.ts';

/** How much of it a stage has: `full`, `alarms` (all but dashboards, which cost by the month), or `off`. */
export type MonitoringMode = (typeof MONITORING_MODES)[number];
export const MONITORING_MODES = ['full', 'alarms', 'off'] as const;

/** Alarms, dashboard, saved queries and trace group of a stack, as resources of CloudFormation by logical id. */
export function monitoringResources(stack: StackOutline, mode: MonitoringMode): Readonly<Record<string, object>> {
  if (mode === 'off') return {};
  const alarms = alarmsOf(stack);
  return Object.fromEntries([
    ...alarms.map((alarm) => [alarm.id, alarmResource(alarm, topicOf(stack))] as const),
    ...(mode === 'full'
      ? [
          [
            'Dashboard',
            dashboardResource(
              dashboardOf(
                stack,
                alarms.map(({ name }) => name),
              ),
            ),
          ] as const,
        ]
      : []),
    ...(stack.functions.length === 0 ? [] : [...savedQueries(stack), ['TraceGroup', traceGroup(stack)] as const]),
  ]);
}

const topicOf = ({ stage, isPlatform }: StackOutline): Topic =>
  isPlatform ? { Ref: 'AlarmTopic' } : { 'Fn::ImportValue': `gymcoach-${stage}-alarm-topic-arn` };

/** Cost nothing until they are run. */
const savedQueries = ({ service, stage, functions }: StackOutline) =>
  queries.map(
    ({ name, query }) =>
      [
        `${logicalName(name)}Query`,
        {
          Type: 'AWS::Logs::QueryDefinition',
          Properties: {
            Name: `gymcoach/${stage}/${service}/${name}`,
            QueryString: query,
            LogGroupNames: functions.map((each) => ({ Ref: logGroupId(each.name) })),
          },
        },
      ] as const,
  );

/** Characters that X-Ray takes as the name of a group. */
const LONGEST_GROUP_NAME = 32;

/** Traces that a function of the stack has part in. Lambda names its part of a trace after the function. */
const traceGroup = ({ service, stage, functions }: StackOutline): object => ({
  Type: 'AWS::XRay::Group',
  Properties: {
    GroupName: cutName(`gymcoach-${stage}-${service}`, LONGEST_GROUP_NAME),
    FilterExpression: functions.map(({ functionName }) => `service("${functionName}")`).join(' OR '),
  },
});
