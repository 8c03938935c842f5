/** Alarms of a function whose breach ends its release, where the stack has them: see scripts/monitoring. */
const GUARDING_KINDS = ['error-ratio', 'function-errors', 'latency-p99'];
const NAMESPACE = 'GymCoach/Releases';
/** A new version may fail this share of its requests, and one of a minute whatever their number. */
const FAILING_SHARE = 0.01;
const FAILING_AT_LEAST = 2;

/**
 * What CodeDeploy needs to shift the aliases of a stack: an application, a role, and for each function a group of its own, for
 * a group runs one deployment at a time, and an alarm that sees nothing but the new version. By `at-once` all that is there,
 * and its history is kept, but aliases move without it.
 */
function releaseResources({ service, stage, name, functions, template, settings }) {
  const short = service.replace(/^gymcoach-/, '');
  const isPlatform = short === 'platform';
  const hook = `gymcoach-platform-${stage}-release-check`;
  const alarmPrefix = (each) => `gymcoach-${stage}-${short}-${each.name}`;
  const resources = {
    ReleaseApplication: {
      Type: 'AWS::CodeDeploy::Application',
      Properties: { ApplicationName: name, ComputePlatform: 'Lambda' },
    },
    ReleaseRole: releaseRole(functions, hook),
  };
  for (const each of functions) {
    const group = `${each.prefix}ReleaseGroup`;
    const guard = `${each.prefix}ReleaseAlarm`;
    const paging = pagingAlarms(template.Resources, alarmPrefix(each));
    resources[`${each.prefix}ReleaseErrors`] = errorsFilter(each);
    resources[guard] = guardAlarm(each, `${alarmPrefix(each)}-release`, {
      filterId: `${each.prefix}ReleaseErrors`,
      topic: isPlatform ? { Ref: 'AlarmTopic' } : { 'Fn::ImportValue': `gymcoach-${stage}-alarm-topic-arn` },
    });
    resources[group] = {
      Type: 'AWS::CodeDeploy::DeploymentGroup',
      Properties: {
        ApplicationName: { Ref: 'ReleaseApplication' },
        DeploymentGroupName: each.functionName,
        ServiceRoleArn: { 'Fn::GetAtt': ['ReleaseRole', 'Arn'] },
        DeploymentConfigName: settings.config,
        DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
        AutoRollbackConfiguration: {
          Enabled: true,
          Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
        },
        AlarmConfiguration: {
          Enabled: true,
          // Alarms that cannot be read are no reason to go on.
          IgnorePollAlarmFailure: false,
          Alarms: [guard, ...paging].map((id) => ({ Name: { Ref: id } })),
        },
      },
    };
    const alias = template.Resources[each.aliasId];
    // A version gets traffic only when its alarm looks at it.
    alias.DependsOn.push(group);
    if (isPlatform) alias.DependsOn.push('ReleaseDashcheckLambdaFunction');
    if (settings.release !== 'canary') continue;
    alias.UpdatePolicy = {
      CodeDeployLambdaAliasUpdate: {
        ApplicationName: { Ref: 'ReleaseApplication' },
        DeploymentGroupName: { Ref: group },
        BeforeAllowTrafficHook: hook,
      },
    };
  }
  return resources;
}

const arn = (rest) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:${rest}` });

const releaseRole = (functions, hook) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'codedeploy.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    },
    Policies: [
      {
        PolicyName: 'release',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'],
              Resource: functions.flatMap(({ functionId, alias }) => [
                { 'Fn::GetAtt': [functionId, 'Arn'] },
                { 'Fn::Sub': `\${${functionId}.Arn}:${alias}` },
              ]),
            },
            {
              Effect: 'Allow',
              Action: ['lambda:InvokeFunction'],
              Resource: [arn(`lambda:\${AWS::Region}:\${AWS::AccountId}:function:${hook}`)],
            },
            {
              Effect: 'Allow',
              Action: ['cloudwatch:DescribeAlarms'],
              // Without a filter it is allowed on `*` or not at all, and how CodeDeploy asks is not written anywhere. As AWS's own policy for it.
              Resource: '*',
            },
          ],
        },
      },
    ],
  },
});

const pagingAlarms = (resources, prefix) =>
  Object.keys(resources).filter(
    (id) =>
      resources[id].Type === 'AWS::CloudWatch::Alarm' &&
      GUARDING_KINDS.some((kind) => resources[id].Properties.AlarmName === `${prefix}-${kind}`),
  );

/**
 * Failures that the function answers for itself: Lambda counts them as fine. By the version in the log line, so that those of
 * the old version, which has nine tenths of the traffic, do not hide or blame the new one.
 */
const errorsFilter = ({ functionName, versionId, logGroupId, isHttp }) => ({
  Type: 'AWS::Logs::MetricFilter',
  Properties: {
    LogGroupName: { Ref: logGroupId },
    FilterPattern: {
      'Fn::Join': [
        '',
        [
          isHttp ? '{ $.message = "request" && $.errors = 1' : '{ $.message = "batch" && $.level = "error"',
          ' && $.version = "',
          { 'Fn::GetAtt': [versionId, 'Version'] },
          '" }',
        ],
      ],
    },
    // Without the 0 a metric that has never had a failure would leave the alarm without data.
    MetricTransformations: [
      { MetricNamespace: NAMESPACE, MetricName: `${functionName}-errors`, MetricValue: '1', DefaultValue: 0 },
    ],
  },
});

function guardAlarm({ functionName, versionId, alias }, AlarmName, { filterId, topic }) {
  const ofVersion = [
    { Name: 'FunctionName', Value: functionName },
    { Name: 'Resource', Value: `${functionName}:${alias}` },
    { Name: 'ExecutedVersion', Value: { 'Fn::GetAtt': [versionId, 'Version'] } },
  ];
  const metric = (Id, Namespace, MetricName, Dimensions = []) => ({
    Id,
    ReturnData: false,
    MetricStat: { Period: 60, Stat: 'Sum', Metric: { Namespace, MetricName, Dimensions } },
  });
  // A value that one of two metrics lacks counts as 0 in a sum.
  const failed = 'thrown + answered';
  return {
    Type: 'AWS::CloudWatch::Alarm',
    DependsOn: [filterId],
    Properties: {
      AlarmName,
      ActionsEnabled: true,
      AlarmDescription: `The new version of ${functionName} fails: its release is taken back. See docs/operations/releases.md`,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 1,
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      TreatMissingData: 'notBreaching',
      // A release that was taken back is somebody's to look at.
      AlarmActions: [topic],
      OKActions: [topic],
      Metrics: [
        metric('thrown', 'AWS/Lambda', 'Errors', ofVersion),
        metric('answered', NAMESPACE, `${functionName}-errors`),
        metric('requests', 'AWS/Lambda', 'Invocations', ofVersion),
        {
          Id: 'failing',
          ReturnData: true,
          Label: 'the new version fails',
          Expression: `IF(${failed} >= ${FAILING_AT_LEAST} AND ${failed} > ${FAILING_SHARE} * requests, 1, 0)`,
        },
      ],
    },
  };
}

module.exports = { releaseResources };
