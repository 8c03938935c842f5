import {
  allowing,
  allows,
  allowsFrom,
  anybody,
  denies,
  isShape,
  type ListedProperty,
  of,
  POLICY_STATEMENT,
  withoutCondition,
} from '../listed-property.ts';

/** Keys, logs, alarms, queues, topics and secrets. */
export const keysAndLogs: readonly ListedProperty[] = [
  ...of('AWS::KMS::Key', [
    { rule: 'CT.KMS.PR.1', path: 'Properties.EnableKeyRotation' },
    {
      rule: 'K2_key_is_for_named_users',
      path: 'Properties.KeyPolicy.Statement.*',
      removed: false,
      only: allows,
      weaker: [anybody],
    },
    { rule: 'K2_services_use_it_for_us', path: 'Properties.KeyPolicy.Statement.*.Condition' },
    { rule: 'K2_services_use_it_for_us', path: 'Properties.KeyPolicy.Statement.*.Condition.*' },
    { rule: 'D5_deletion_keeps_it', path: 'DeletionPolicy', weaker: ['Delete'] },
  ]),
  ...of('AWS::Logs::LogGroup', [
    { rule: 'K3_logs_end', path: 'Properties.RetentionInDays' },
    { rule: 'CT.CLOUDWATCH.PR.2', path: 'Properties.RetentionInDays', removed: false, weaker: [7] },
    {
      rule: 'L12_log_group_is_in_the_stack',
      path: 'Properties.LogGroupName',
      only: (value) => String(value).startsWith('/aws/lambda/'),
    },
    { rule: 'CT.CLOUDWATCH.PR.3', path: 'Properties.KmsKeyId' },
  ]),
  ...['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap((type) =>
    of(type, [
      { rule: 'K4_somebody_is_told', path: 'Properties.AlarmActions', weaker: [[]] },
      { rule: 'K4_somebody_is_told', path: 'Properties.OKActions', weaker: [[]] },
      { rule: 'K4_somebody_is_told', path: 'Properties.ActionsEnabled', removed: false, weaker: [false] },
      { rule: 'K4_silence_has_a_meaning', path: 'Properties.TreatMissingData' },
      { rule: 'K4_says_what_to_do', path: 'Properties.AlarmDescription', weaker: ['It broke'] },
    ]),
  ),
  ...of('AWS::SQS::Queue', [
    { rule: 'K5_queue_is_encrypted', path: 'Properties.SqsManagedSseEnabled' },
    { rule: 'CT.SQS.PR.1', path: 'Properties.RedrivePolicy' },
  ]),
  ...of('AWS::SQS::QueuePolicy', [
    { rule: 'K5_queue_has_a_policy', path: 'Properties.Queues', weaker: [[]] },
    { rule: 'K5_queue_wants_tls', path: POLICY_STATEMENT, only: denies, weaker: [allowing, withoutCondition] },
  ]),
  ...of('AWS::SNS::Topic', [{ rule: 'K5_topic_is_encrypted', path: 'Properties.KmsMasterKeyId' }]),
  ...of('AWS::SNS::TopicPolicy', [
    { rule: 'K5_topic_has_a_policy', path: 'Properties.Topics', weaker: [[]] },
    { rule: 'K5_topic_wants_tls', path: POLICY_STATEMENT, only: denies, weaker: [allowing, withoutCondition] },
    { rule: 'K5_topic_policy_is_ours', path: `${POLICY_STATEMENT}.Condition`, only: allowsFrom, weaker: [{}] },
    {
      rule: 'K5_topic_policy_is_ours',
      path: POLICY_STATEMENT,
      only: allows,
      removed: false,
      weaker: [anybody, withoutCondition],
    },
  ]),
  ...of('AWS::SSM::Parameter', [
    {
      rule: 'K6_parameters_hold_no_secret',
      path: 'Properties.Name',
      removed: false,
      weaker: ['/gymcoach/db-password'],
    },
  ]),
  ...of('AWS::SecretsManager::Secret', [
    {
      rule: 'K6_secrets_are_made_by_aws',
      path: 'Properties',
      removed: false,
      weaker: [(value: unknown) => (isShape(value) ? { ...value, SecretString: 'x' } : value)],
    },
  ]),
];
