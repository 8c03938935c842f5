import { createMetricStore } from '../../support/cloudwatch/metric-store.ts';
import { type AlarmProperties, runAlarm, watchedBy } from '../../support/cloudwatch/run-alarm.ts';
import { packageStack, type Resource } from '../../support/package-stack.ts';
import { everywhere, ofType, properties, resource, STACKS, template } from './packaged-templates.ts';

/** CodeDeploy's limit for a deployment group. */
const MOST_ALARMS = 10;
/** Of the canary phase. */
const MINUTES = 5;
const HOOK = 'gymcoach-platform-prod-release-check';

interface Released {
  readonly id: string;
  readonly functionId: string;
  readonly alias: Resource;
  readonly group: Resource;
  readonly groupId: string;
}

/** How a new version gets traffic in prod, and what takes it back. */
export function releaseRules(): void {
  const names = [...STACKS.keys()];

  describe.each(names)('releases of %s', (name) => {
    test('lead every route and stream to an alias, in prod alone', () => {
      const leading = (stage: 'dev' | 'prod') => [
        ...ofType(name, stage, 'AWS::ApiGatewayV2::Integration').map(
          ([, { Properties }]) => Properties['IntegrationUri'],
        ),
        ...ofType(name, stage, 'AWS::Lambda::EventSourceMapping').map(
          ([, { Properties }]) => Properties['FunctionName'],
        ),
        ...ofType(name, stage, 'AWS::Lambda::Permission')
          .filter(([, { Properties }]) => Properties['Principal'] === 'apigateway.amazonaws.com')
          .map(([, { Properties }]) => Properties['FunctionName']),
      ];
      const toAlias = { 'Fn::Join': [':', [{ 'Fn::GetAtt': [expect.any(String), 'Arn'] }, 'live']] };
      expect(leading('prod').length).toBeGreaterThan(0);
      for (const target of leading('prod')) expect(target).toEqual(toAlias);
      for (const target of leading('dev')) expect(target).toEqual({ 'Fn::GetAtt': [expect.any(String), 'Arn'] });
      const releasing = Object.values(template(name, 'dev').Resources).filter(({ Type }) =>
        /CodeDeploy|Lambda::Alias|ApplicationAutoScaling/.test(Type),
      );
      expect(releasing).toEqual([]);
    });

    test('let the gateway in at the alias before it turns there', () => {
      for (const [id] of ofType(name, 'prod', 'AWS::ApiGatewayV2::Integration')) {
        const before = dependsOn(resource(name, 'prod', id));
        expect(before.filter((other) => resource(name, 'prod', other).Type === 'AWS::Lambda::Permission')).toHaveLength(
          1,
        );
      }
    });

    test('shift each alias by CodeDeploy, in a group of its own, after the hook', () => {
      const all = released(name);
      expect(all.length).toBeGreaterThan(0);
      expect(new Set(all.map(({ groupId }) => groupId)).size).toBe(all.length);
      for (const { functionId, alias, group, groupId } of all) {
        expect(alias).toMatchObject({
          Properties: { Name: 'live', FunctionName: { Ref: functionId } },
          UpdatePolicy: {
            CodeDeployLambdaAliasUpdate: {
              ApplicationName: { Ref: 'ReleaseApplication' },
              DeploymentGroupName: { Ref: groupId },
              BeforeAllowTrafficHook: HOOK,
            },
          },
        });
        expect(dependsOn(alias)).toContain(groupId);
        expect(group.Properties).toMatchObject({
          DeploymentGroupName: properties(name, 'prod', functionId)['FunctionName'],
          DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
          DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
          AutoRollbackConfiguration: {
            Enabled: true,
            Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
          },
          AlarmConfiguration: { Enabled: true, IgnorePollAlarmFailure: false },
        });
      }
      expect(properties(name, 'prod', 'ReleaseApplication')).toEqual({
        ApplicationName: expect.stringMatching(/^gymcoach-.*-prod$/),
        ComputePlatform: 'Lambda',
      });
    });

    test('end on alarms that exist, above all on one that sees the new version alone', () => {
      for (const { alias, group } of released(name)) {
        const { Alarms } = group.Properties['AlarmConfiguration'] as { Alarms: { Name: { Ref: string } }[] }; // as above
        expect(Alarms.length).toBeLessThanOrEqual(MOST_ALARMS);
        const [guard, ...paging] = Alarms.map(({ Name }) => resource(name, 'prod', Name.Ref));
        for (const { Type, Properties } of paging) {
          expect([Type, Properties['AlarmName']]).toEqual([
            'AWS::CloudWatch::Alarm',
            expect.stringMatching(/-(error-ratio|function-errors|latency-p99)$/),
          ]);
        }
        expect(guard?.Properties).toMatchObject({
          AlarmName: expect.stringMatching(/^gymcoach-prod-.*-release$/),
          TreatMissingData: 'notBreaching',
          EvaluationPeriods: 1,
          AlarmActions: [
            name === 'platform' ? { Ref: 'AlarmTopic' } : { 'Fn::ImportValue': 'gymcoach-prod-alarm-topic-arn' },
          ],
        });
        const text = JSON.stringify(guard);
        const version = JSON.stringify(alias.Properties['FunctionVersion']);
        expect(text.split(`"Name":"ExecutedVersion","Value":${version}`)).toHaveLength(3); // errors and invocations
        const filter = dependsOn(guard)[0] ?? '';
        expect(JSON.stringify(properties(name, 'prod', filter)['FilterPattern'])).toContain(version);
        const [transformation] = properties(name, 'prod', filter)['MetricTransformations'] as [{ MetricName: string }]; // one
        expect(text).toContain(`"MetricName":"${transformation.MetricName}"`);
      }
    });

    test('may touch the aliases of their own stack and the hook, and read alarms', () => {
      const [policy] = properties(name, 'prod', 'ReleaseRole')['Policies'] as [
        { PolicyDocument: { Statement: { Action: string[]; Resource: unknown[] }[] } },
      ]; // the plugin writes one
      const { Statement } = policy.PolicyDocument;
      expect(Statement.flatMap(({ Action }) => Action)).toEqual([
        'lambda:GetAlias',
        'lambda:UpdateAlias',
        'lambda:GetProvisionedConcurrencyConfig',
        'lambda:InvokeFunction',
        'cloudwatch:DescribeAlarms',
      ]);
      expect(Statement[0]?.Resource).toEqual(
        released(name).flatMap(({ functionId }) => [
          { 'Fn::GetAtt': [functionId, 'Arn'] },
          { 'Fn::Sub': `\${${functionId}.Arn}:live` },
        ]),
      );
      expect(JSON.stringify(Statement[1]?.Resource)).toContain(`:function:${HOOK}"`);
      expect(Statement[2]).toMatchObject({ Action: ['cloudwatch:DescribeAlarms'], Resource: '*' });
    });
  });

  test('the hook is a function of the platform, made anew before the platform’s own alias is moved', () => {
    const hook = ofType('platform', 'prod', 'AWS::Lambda::Function').find(
      ([, { Properties }]) => Properties['FunctionName'] === HOOK,
    );
    expect(hook?.[0]).toBe('ReleaseDashcheckLambdaFunction');
    expect(dependsOn(resource('platform', 'prod', 'SystemLiveLambdaAlias'))).toContain(hook?.[0]);
  });

  test.each([
    ['nothing fails', { requests: 60, thrown: 0, answered: 0 }, undefined],
    ['one failure a minute, whatever its share', { requests: 6, thrown: 1, answered: 0 }, undefined],
    ['one in a hundred', { requests: 600, thrown: 0, answered: 6 }, undefined],
    ['two of a hundred, thrown or answered', { requests: 100, thrown: 1, answered: 1 }, 1],
    ['5 % of ten a second, of which it has a tenth', { requests: 60, thrown: 0, answered: 3 }, 1],
    ['it cannot be loaded', { requests: 6, thrown: 6, answered: 0 }, 1],
  ])('a new version: %s, in %p: minutes until it is taken back: %p', (_, minute, minutes) => {
    for (const [, guard] of guards()) expect(minutesToAlarm(guard, minute)).toBe(minutes);
  });

  test('a change of the environment alone makes a new version, and the same content the same', async () => {
    const versionOf = (resources: object) =>
      Object.keys(resources).filter((id) => id.startsWith('SystemLambdaVersion'));
    const other = await packageStack('.', 'prod', { GIT_COMMIT: 'another' });
    try {
      const [was, is] = [versionOf(template('platform', 'prod').Resources), versionOf(other.template.Resources)];
      expect([was.length, is.length, was[0] === is[0]]).toEqual([1, 1, false]);
      const { SystemLiveLambdaAlias: alias } = other.template.Resources;
      expect(alias?.Properties['FunctionVersion']).toEqual({ 'Fn::GetAtt': [is[0], 'Version'] });
    } finally {
      other.remove();
    }
  }, 60_000);

  test.each(everywhere)('%s in %s hashes the layer into the versions of its functions', (name, stage) => {
    // What the CLI hashes are the properties: the layer has to be named there by its content.
    for (const [, { Properties }] of ofType(name, stage, 'AWS::Lambda::Function')) {
      const [layer] = Properties['Layers'] as readonly unknown[]; // every function has the one
      if (name === 'platform') expect(layer).toEqual({ Ref: 'CoreLambdaLayer' });
      else expect(JSON.stringify(layer)).toMatch(/layer\/core\/[0-9a-f]{16}/);
    }
  });
}

function released(name: string): readonly Released[] {
  return ofType(name, 'prod', 'AWS::Lambda::Alias').map(([id, alias]) => {
    const { Ref: functionId } = alias.Properties['FunctionName'] as { Ref: string }; // as the plugin writes it
    const groupId = id.replace('LiveLambdaAlias', 'ReleaseGroup');
    return { id, functionId, alias, group: resource(name, 'prod', groupId), groupId };
  });
}

const guards = (): readonly (readonly [string, Resource])[] =>
  [...STACKS.keys()].flatMap((name) =>
    ofType(name, 'prod', 'AWS::CloudWatch::Alarm').filter(([id]) => id.endsWith('ReleaseAlarm')),
  );

function dependsOn(of: Resource | undefined): readonly string[] {
  const { DependsOn = [] } = (of ?? {}) as { DependsOn?: string | readonly string[] }; // CloudFormation takes both
  return [DependsOn].flat();
}

/** Minutes until the guard is in alarm, when each minute is like this one; `undefined` where it never is. */
function minutesToAlarm({ Properties }: Resource, minute: Readonly<Record<string, number>>): number | undefined {
  const alarm = Properties as unknown as AlarmProperties; // of that type
  const store = createMetricStore(MINUTES * 60);
  for (const metric of watchedBy(alarm)) {
    const count = minute[metric.id] ?? 0;
    const samples = Array.from({ length: MINUTES }, (_, index) => ({ at: index * 60 + 30, value: 1, count }));
    // Lambda reports a 0 beside each call, and so does the filter of the log.
    store.add(metric, ...samples.map((sample) => (count === 0 ? { at: sample.at, value: 0 } : sample)));
  }
  const at = runAlarm(alarm, store).indexOf('ALARM');
  return at === -1 ? undefined : at + 1;
}
