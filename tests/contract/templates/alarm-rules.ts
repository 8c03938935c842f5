import { alarmResource } from '../../../scripts/monitoring/alarm.ts';
import { ALARM_KINDS, runbookOf } from '../../../scripts/monitoring/alarm-kinds.ts';
import { alarmsOf } from '../../../scripts/monitoring/alarms-of-stack.ts';
import { readOutlines } from '../../../scripts/monitoring/read-outlines.ts';
import { everywhere, ofType, properties, STACKS, STAGES, type Stage, template } from './packaged-templates.ts';
import { unwatched } from './unwatched.ts';

/** The folder's name of a stack to its service: `user-profile-service` -> `user-profile`. */
const serviceOf = (stack: string): string => stack.replace(/-service$/, '');
const topicOf = (stack: string, stage: string): object =>
  stack === 'platform' ? { Ref: 'AlarmTopic' } : { 'Fn::ImportValue': `gymcoach-${stage}-alarm-topic-arn` };

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: string | readonly string[];
  readonly Condition?: unknown;
}

/** Those that page somebody. The guards of releases end a release: see release-rules.ts. */
const paging = (name: string, stage: Stage) =>
  ofType(name, stage, 'AWS::CloudWatch::Alarm').filter(
    ([, { Properties }]) => !String(Properties['AlarmName']).endsWith('-release'),
  );

/** Who is told of what, and that nothing goes unwatched. */
export function alarmRules(): void {
  describe('alarms', () => {
    test.each(everywhere)('of %s in %s watch each function, table, queue and the gateway', (name, stage) => {
      expect(unwatched(template(name, stage))).toEqual([]);
    });

    test('one that is missing is found out', () => {
      const { Resources } = template('change-feed-service', 'prod');
      const added = { ...Resources, NewLambdaFunction: { Type: 'AWS::Lambda::Function', Properties: {} } };
      expect(unwatched({ Resources: added })).toHaveLength(2);
      for (const [id, { Properties }] of paging('change-feed-service', 'prod')) {
        const { [id]: _gone, ...without } = Resources;
        const found = unwatched({ Resources: without });
        // By service and not by function: nothing but the definitions tells that these two belong to one.
        const needed = !/-(auth-failures|limiter-errors)$/.test(String(Properties['AlarmName']));
        expect([id, found.length > 0]).toEqual([id, needed]);
      }
    });

    test.each(everywhere)('of %s in %s are those that are proved on fed metrics', (name, stage) => {
      const watched = readOutlines(stage).find(({ outline }) => outline.service === serviceOf(name));
      if (watched === undefined) throw new Error(`${name} is not read`);
      const topic = topicOf(name, stage) as Parameters<typeof alarmResource>[1]; // the same two shapes
      const defined = alarmsOf(watched.outline).map((alarm) => [alarm.id, alarmResource(alarm, topic)]);
      expect(Object.fromEntries(paging(name, stage))).toEqual(Object.fromEntries(defined));
    });

    test.each(everywhere)('of %s in %s tell the one topic when they fire and when they clear', (name, stage) => {
      const alarms = paging(name, stage);
      expect(alarms.length).toBeGreaterThan(0);
      for (const [, { Properties }] of alarms) {
        const kind = kindOf(String(Properties['AlarmName']));
        expect(Properties).toMatchObject({
          AlarmName: expect.stringMatching(new RegExp(`^gymcoach-${stage}-[a-z0-9-]+$`)),
          AlarmDescription: expect.stringContaining(runbookOf(kind)),
          ActionsEnabled: true,
          AlarmActions: [topicOf(name, stage)],
          OKActions: [topicOf(name, stage)],
          TreatMissingData: ALARM_KINDS[kind].missing,
        });
        expect(String(Properties['AlarmDescription']).length).toBeLessThanOrEqual(1_024);
        expect(JSON.stringify(Properties)).not.toMatch(/SEARCH|FILL|ANOMALY/);
        expect(((Properties['Metrics'] ?? []) as unknown[]).length).toBeLessThanOrEqual(11); // ten, and what is made of them
      }
    });

    test.each(STAGES)('have names of their own over all stacks in %s', (stage) => {
      const names = [...STACKS.keys()].flatMap((name) =>
        ofType(name, stage, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties['AlarmName']),
      );
      expect(names).toEqual([...new Set(names)]);
    });
  });

  describe('the alarm topic', () => {
    test.each(STAGES)('is encrypted by a key that rotates and that only two services may use, in %s', (stage) => {
      expect(properties('platform', stage, 'AlarmTopic')).toMatchObject({ KmsMasterKeyId: { Ref: 'AlarmTopicKey' } });
      const key = properties('platform', stage, 'AlarmTopicKey');
      expect(key['EnableKeyRotation']).toBe(true);
      const [administration, grants, alarms, ...more] = statementsOf(key['KeyPolicy']);
      expect(more).toEqual([]);
      expect(grants).toMatchObject({
        Effect: 'Deny',
        Principal: '*',
        Action: 'kms:CreateGrant',
        Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
      });
      expect(JSON.stringify([administration?.Action, alarms?.Action, administration?.Principal])).not.toContain('*');
      expect(administration?.Action).not.toContain('kms:Decrypt');
      expect(alarms).toMatchObject({
        Principal: { Service: ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com'] },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      });
    });

    test.each(STAGES)('takes messages of this account alone, over TLS, in %s', (stage) => {
      const statements = statementsOf(properties('platform', stage, 'AlarmTopicPolicy')['PolicyDocument']);
      const account = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
      expect(statements).toMatchObject([
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Condition: account,
        },
        { Effect: 'Allow', Principal: { Service: 'budgets.amazonaws.com' }, Action: 'sns:Publish', Condition: account },
        { Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      ]);
    });

    test.each(STAGES)('is subscribed to by mail only where somebody says so, and told of the bill, in %s', (stage) => {
      const { Conditions } = template('platform', stage) as unknown as { Conditions: Record<string, unknown> }; // beside the rest
      expect(Conditions['HasAlarmEmail']).toEqual({ 'Fn::Not': [{ 'Fn::Equals': ['', ''] }] });
      expect(ofType('platform', stage, 'AWS::SNS::Subscription')).toMatchObject([
        ['AlarmEmail', { Condition: 'HasAlarmEmail' }],
      ]);
      const budget = properties('platform', stage, 'Budget');
      expect(budget['NotificationsWithSubscribers']).toMatchObject([
        {
          Notification: { NotificationType: 'ACTUAL', Threshold: 80 },
          Subscribers: [{ Address: { Ref: 'AlarmTopic' } }],
        },
        { Notification: { NotificationType: 'FORECASTED', Threshold: 100 } },
      ]);
    });
  });

  describe('dashboards, queries and traces', () => {
    test.each(everywhere)('of %s in %s fit into what CloudWatch and CloudFormation take', (name, stage) => {
      const dashboards = ofType(name, stage, 'AWS::CloudWatch::Dashboard');
      expect(dashboards).toHaveLength(stage === 'prod' ? 1 : 0);
      for (const [, { Properties }] of dashboards) {
        const { 'Fn::Sub': text } = Properties['DashboardBody'] as { 'Fn::Sub': string }; // as it is made
        expect(text.length).toBeLessThan(1_000_000);
        const known = /\$\{(?!AWS::(?:Region|Partition|AccountId)\}|HttpApi\})/;
        expect(text).not.toMatch(known);
        const { widgets } = JSON.parse(text) as { widgets: { properties: { metrics?: unknown[] } }[] }; // as it is made
        expect(widgets.length).toBeGreaterThan(9);
        for (const { properties: shown } of widgets) expect(shown.metrics?.length ?? 0).toBeLessThan(500);
      }
      expect(Object.keys(template(name, stage).Resources).length).toBeLessThan(500);
      expect(JSON.stringify(template(name, stage)).length).toBeLessThan(1_000_000);
    });

    test.each(everywhere)('of %s in %s ask the logs of each of its functions', (name, stage) => {
      const groups = ofType(name, stage, 'AWS::Logs::LogGroup')
        .filter(([, { Properties }]) => String(Properties['LogGroupName']).startsWith('/aws/lambda/'))
        .map(([id]) => ({ Ref: id }));
      const queries = ofType(name, stage, 'AWS::Logs::QueryDefinition');
      expect(queries.length).toBeGreaterThan(0);
      for (const [, { Properties }] of queries) {
        expect(Properties['LogGroupNames']).toEqual(expect.arrayContaining(groups));
        expect(Properties['LogGroupNames']).toHaveLength(groups.length);
        expect(Properties['Name']).toMatch(new RegExp(`^gymcoach/${stage}/${serviceOf(name)}/[a-z0-9-]+$`));
      }
    });

    test.each(everywhere)('of %s in %s find the traces of each of its functions', (name, stage) => {
      const [group, ...more] = ofType(name, stage, 'AWS::XRay::Group');
      expect(more).toEqual([]);
      for (const [, { Properties }] of ofType(name, stage, 'AWS::Lambda::Function')) {
        expect(group?.[1].Properties['FilterExpression']).toContain(`service("${String(Properties['FunctionName'])}")`);
      }
    });

    test.each(STAGES)('the access log of the gateway ends, too, in %s', (stage) => {
      const { DestinationArn } = properties('platform', stage, 'HttpApiStage')['AccessLogSettings'] as {
        DestinationArn: { 'Fn::GetAtt': [string, string] };
      }; // the CLI's own shape
      const [id] = DestinationArn['Fn::GetAtt'];
      expect(properties('platform', stage, id)['RetentionInDays']).toBe(stage === 'prod' ? 365 : 14);
    });
  });
}

function kindOf(name: string): keyof typeof ALARM_KINDS {
  // The longest: `table-throttles` are no `throttles`.
  const [kind] = Object.keys(ALARM_KINDS)
    .filter((one) => name.endsWith(`-${one}`))
    .toSorted((a, b) => b.length - a.length);
  if (kind === undefined) throw new Error(`${name} is of no kind`);
  return kind as keyof typeof ALARM_KINDS; // one of its keys
}

const statementsOf = (policy: unknown): readonly Statement[] =>
  (policy as { readonly Statement: readonly Statement[] }).Statement; // CloudFormation's shape
