import { type ListedProperty, of, withKey, withSecret } from '../listed-property.ts';

/** Functions, their layer, their callers and the streams that they read. */
export const functions: readonly ListedProperty[] = [
  ...of('AWS::Lambda::Function', [
    { rule: 'L1_own_role', path: 'Properties.Role', weaker: ['arn:aws:iam::123456789012:role/shared'] },
    {
      rule: 'L3_no_variable_is_a_secret',
      path: 'Properties.Environment.Variables',
      removed: false,
      weaker: [withSecret, withKey],
    },
    { rule: 'L4_environment_has_a_key', path: 'Properties.KmsKeyArn' },
    { rule: 'L5_concurrency_is_reserved', path: 'Properties.ReservedConcurrentExecutions', weaker: [0] },
    { rule: 'L7_runtime_is_current', path: 'Properties.Runtime', weaker: ['nodejs20.x', 'python3.9'] },
    { rule: 'L11_traces_are_active', path: 'Properties.TracingConfig' },
    { rule: 'L11_traces_are_active', path: 'Properties.TracingConfig.Mode', weaker: ['PassThrough'] },
    { rule: 'L12_time_is_chosen', path: 'Properties.Timeout', weaker: [901] },
    { rule: 'L12_memory_is_chosen', path: 'Properties.MemorySize', weaker: [10_240] },
    { rule: 'L12_runs_on_arm', path: 'Properties.Architectures', weaker: [['x86_64']] },
    { rule: 'L6_failures_that_nobody_sees_are_kept', path: 'Properties.DeadLetterConfig' },
    { rule: 'CT.LAMBDA.PR.3', path: 'Properties.VpcConfig' },
  ]),
  ...of('AWS::Lambda::LayerVersion', [
    { rule: 'L7_layer_is_for_the_runtime', path: 'Properties.CompatibleRuntimes', weaker: [['nodejs20.x']] },
  ]),
  ...of('AWS::Lambda::EventSourceMapping', [
    { rule: 'L6_given_up_records_are_kept', path: 'Properties.DestinationConfig' },
    { rule: 'L6_given_up_records_are_kept', path: 'Properties.DestinationConfig.OnFailure' },
    { rule: 'L6_given_up_records_are_kept', path: 'Properties.DestinationConfig.OnFailure.Destination' },
    { rule: 'L6_one_bad_record_stops_no_other', path: 'Properties.BisectBatchOnFunctionError' },
    { rule: 'L6_one_bad_record_stops_no_other', path: 'Properties.FunctionResponseTypes' },
    { rule: 'L6_one_bad_record_stops_no_other', path: 'Properties.MaximumRetryAttempts', weaker: [-1] },
    { rule: 'L6_one_bad_record_stops_no_other', path: 'Properties.MaximumRecordAgeInSeconds', weaker: [-1] },
  ]),
  ...of('AWS::Lambda::Permission', [
    { rule: 'L8_caller_is_named', path: 'Properties.Principal', weaker: ['*', '123456789012'] },
    { rule: 'L8_caller_is_named', path: 'Properties.SourceArn', weaker: ['*'] },
    { rule: 'L8_caller_is_named', path: 'Properties.Action', removed: false, weaker: ['lambda:*'] },
  ]),
  ...of('AWS::Lambda::LayerVersionPermission', [
    { rule: 'CT.LAMBDA.PR.4', path: 'Properties.Principal', removed: false, weaker: ['*'] },
  ]),
  ...of('AWS::Lambda::Url', [{ rule: 'CT.LAMBDA.PR.5', path: 'Properties.AuthType', weaker: ['NONE'] }]),
];
