import type { Resource, Template } from '../support/package-stack.ts';

const arn = (id: string): unknown => ({ 'Fn::GetAtt': [id, 'Arn'] });
const ACCOUNT = { Ref: 'AWS::AccountId' };
const RUNBOOK = 'Too many errors. docs/operations/runbooks/error-ratio.md';
const of = (Type: string, Properties: Resource['Properties']): Resource => ({ Type, Properties });
const kept = (Type: string, Properties: Resource['Properties']): Resource => ({
  Type,
  Properties,
  DeletionPolicy: 'Retain',
  UpdateReplacePolicy: 'Retain',
});

/**
 * What the list speaks of and not every stack has, as it should be: so that the rules for it are tried before somebody needs
 * them. It passes them all, and each of its properties is removed and weakened like those of the stacks.
 */
export const EXAMPLE_TEMPLATE: Template = {
  Outputs: {},
  Resources: {
    AlarmKey: kept('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: { 'Fn::Join': ['', ['arn:aws:iam::', ACCOUNT, ':root']] } },
            Action: 'kms:*',
            Resource: '*',
          },
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 'kms:CreateGrant',
            Resource: '*',
            Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
          },
          {
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Resource: '*',
            Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
          },
        ],
      },
    }),
    AlarmTopic: of('AWS::SNS::Topic', { KmsMasterKeyId: { Ref: 'AlarmKey' } }),
    AlarmTopicPolicy: of('AWS::SNS::TopicPolicy', {
      Topics: [{ Ref: 'AlarmTopic' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: { Ref: 'AlarmTopic' },
            Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
          },
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 'sns:Publish',
            Resource: { Ref: 'AlarmTopic' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    }),
    Alarm: of('AWS::CloudWatch::Alarm', {
      AlarmName: 'gymcoach-prod-access-api-error-ratio',
      AlarmDescription: RUNBOOK,
      AlarmActions: [{ Ref: 'AlarmTopic' }],
      OKActions: [{ Ref: 'AlarmTopic' }],
      ActionsEnabled: true,
      TreatMissingData: 'notBreaching',
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      Threshold: 1,
      MetricName: 'Errors',
      Namespace: 'AWS/Lambda',
      Period: 60,
      Statistic: 'Sum',
    }),
    Together: of('AWS::CloudWatch::CompositeAlarm', {
      AlarmName: 'gymcoach-prod-together',
      AlarmDescription: RUNBOOK,
      AlarmActions: [{ Ref: 'AlarmTopic' }],
      OKActions: [{ Ref: 'AlarmTopic' }],
      ActionsEnabled: true,
      AlarmRule: 'ALARM(gymcoach-prod-access-api-error-ratio)',
    }),
    Identities: of('AWS::Cognito::IdentityPool', { AllowUnauthenticatedIdentities: false }),
    Address: of('AWS::ApiGatewayV2::DomainName', {
      DomainName: 'api.gymcoach.example',
      DomainNameConfigurations: [
        { CertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/x', SecurityPolicy: 'TLS_1_2' },
      ],
    }),
    Secret: of('AWS::SecretsManager::Secret', { GenerateSecretString: { PasswordLength: 32 } }),
    LayerPermission: of('AWS::Lambda::LayerVersionPermission', {
      Action: 'lambda:GetLayerVersion',
      LayerVersionArn: 'arn:aws:lambda:eu-west-1:123456789012:layer:gymcoach-prod-core:1',
      Principal: '123456789012',
    }),
    FunctionUrl: of('AWS::Lambda::Url', {
      AuthType: 'AWS_IAM',
      TargetFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:x',
    }),
    NightlyLogs: of('AWS::Logs::LogGroup', { LogGroupName: '/aws/lambda/nightly', RetentionInDays: 365 }),
    NightlyRole: of('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com'] }, Action: ['sts:AssumeRole'] }],
      },
      Policies: [
        {
          PolicyName: 'nightly',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: ['cloudwatch:PutMetricData'],
                Resource: '*',
                Condition: { StringEquals: { 'cloudwatch:namespace': 'GymCoach' } },
              },
            ],
          },
        },
      ],
    }),
    Nightly: of('AWS::Lambda::Function', {
      FunctionName: 'nightly',
      Architectures: ['arm64'],
      Code: { S3Bucket: 'x', S3Key: 'y' },
      DeadLetterConfig: { TargetArn: arn('NightlyFailures') },
      Handler: 'handlers/nightly.handler',
      MemorySize: 256,
      ReservedConcurrentExecutions: 1,
      Role: arn('NightlyRole'),
      Runtime: 'nodejs24.x',
      Timeout: 60,
      TracingConfig: { Mode: 'Active' },
    }),
    NightlyRule: of('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 day)',
      Targets: [{ Arn: arn('Nightly'), Id: 'nightly' }],
    }),
    NightlyPermission: of('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn('Nightly'),
      Principal: 'events.amazonaws.com',
      SourceArn: arn('NightlyRule'),
    }),
    NightlyFailures: of('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      RedrivePolicy: { deadLetterTargetArn: arn('NightlyPoison'), maxReceiveCount: 3 },
    }),
    NightlyPoison: of('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      RedriveAllowPolicy: { redrivePermission: 'allowAll' },
    }),
    NightlyFailuresPolicy: of('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: 'NightlyFailures' }, { Ref: 'NightlyPoison' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 'sqs:*',
            Resource: [arn('NightlyFailures'), arn('NightlyPoison')],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    }),
  },
};
