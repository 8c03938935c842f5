/** What the list speaks about: a property, the rule that must notice when it is gone, and weaker values that it must notice too. */
export interface ListedProperty {
  readonly rule: string;
  readonly type: string;
  /** From the resource; `*` is any key or index. */
  readonly path: string;
  /** Values in its place; a function makes one of what is there. Of booleans the opposite is always tried. */
  readonly weaker?: readonly unknown[];
  /** @default true; false where less is not weaker, as of a list of grants */
  readonly removed?: boolean;
  /** Values at the path that are meant. @default all */
  readonly only?: (value: unknown) => boolean;
}

type Shape = Readonly<Record<string, unknown>>;
const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const denies = (value: unknown): boolean => isShape(value) && value['Effect'] === 'Deny';
const allows = (value: unknown): boolean => isShape(value) && value['Effect'] === 'Allow';
const allowing = (value: unknown): unknown => (isShape(value) ? { ...value, Effect: 'Allow' } : value);
const elsewhere = (value: unknown): unknown => (isShape(value) ? { ...value, Resource: 'arn:aws:s3:::other' } : value);
const oneAction = (value: unknown): unknown => (isShape(value) ? { ...value, Action: 'sts:TagSession' } : value);
const anybody = (value: unknown): unknown => (isShape(value) ? { ...value, Principal: '*' } : value);
const withoutCondition = (value: unknown): unknown => {
  if (!isShape(value)) return value;
  const { Condition: _, ...rest } = value;
  return rest;
};
const withSecret = (value: unknown): unknown => (isShape(value) ? { ...value, DB_PASSWORD: 'x' } : value);
const withKey = (value: unknown): unknown => (isShape(value) ? { ...value, OTHER: 'AKIAIOSFODNN7EXAMPLE' } : value);
const plus =
  (element: string) =>
  (value: unknown): unknown =>
    Array.isArray(value) ? [...value, element] : value;

const of = (type: string, entries: readonly Omit<ListedProperty, 'type'>[]): readonly ListedProperty[] =>
  entries.map((entry) => ({ type, ...entry }));

const STATEMENT = 'Properties.Policies.*.PolicyDocument.Statement.*';
const onRows = (value: unknown): boolean => isShape(value) && JSON.stringify(value).includes('LeadingKeys');

const identity = of('AWS::IAM::Role', [
  {
    rule: 'L2_actions_are_named',
    path: `${STATEMENT}.Action.*`,
    removed: false,
    weaker: ['*', 'dynamodb:*', 's3:Get*'],
  },
  { rule: 'L2_actions_are_named', path: `${STATEMENT}.Action` },
  {
    rule: 'L2_resources_are_named',
    path: `${STATEMENT}.Resource`,
    weaker: ['*'],
    only: (value) => value !== '*',
  },
  { rule: 'L2_roles_are_taken_by_services', path: 'Properties.AssumeRolePolicyDocument' },
  {
    rule: 'L2_roles_are_taken_by_services',
    path: 'Properties.AssumeRolePolicyDocument.Statement.*.Principal',
    weaker: ['*', { AWS: '*' }],
  },
  {
    rule: 'L2_no_managed_policy_of_everything',
    path: 'Properties.ManagedPolicyArns',
    removed: false,
    weaker: [plus('arn:aws:iam::aws:policy/AdministratorAccess')],
  },
  { rule: 'D8_partitions_are_named', path: `${STATEMENT}.Condition`, only: onRows },
  { rule: 'D8_partitions_are_named', path: `${STATEMENT}.Condition.*.dynamodb:LeadingKeys`, weaker: ['*'] },
  { rule: 'D8_partitions_are_named', path: `${STATEMENT}.Condition.Null.dynamodb:LeadingKeys`, weaker: ['true'] },
  { rule: 'D8_nothing_is_scanned', path: `${STATEMENT}.Action`, removed: false, weaker: [plus('dynamodb:Scan')] },
]);

const functions = [
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

const tables = of('AWS::DynamoDB::Table', [
  { rule: 'CT.DYNAMODB.PR.1', path: 'Properties.PointInTimeRecoverySpecification' },
  { rule: 'CT.DYNAMODB.PR.1', path: 'Properties.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled' },
  { rule: 'CT.DYNAMODB.PR.2', path: 'Properties.SSESpecification' },
  { rule: 'CT.DYNAMODB.PR.2', path: 'Properties.SSESpecification.SSEEnabled' },
  { rule: 'D3_deletion_is_blocked', path: 'Properties.DeletionProtectionEnabled' },
  { rule: 'D4_table_scales', path: 'Properties.BillingMode', weaker: ['PROVISIONED'] },
  { rule: 'D4_table_has_a_maximum', path: 'Properties.OnDemandThroughput' },
  { rule: 'D4_table_has_a_maximum', path: 'Properties.OnDemandThroughput.*', weaker: [-1, 100_000] },
  { rule: 'D4_indexes_have_a_maximum', path: 'Properties.GlobalSecondaryIndexes.*.OnDemandThroughput' },
  { rule: 'D4_indexes_have_a_maximum', path: 'Properties.GlobalSecondaryIndexes.*.OnDemandThroughput.*', weaker: [-1] },
  { rule: 'D5_deletion_keeps_it', path: 'DeletionPolicy', weaker: ['Delete'] },
  { rule: 'D5_replacement_keeps_it', path: 'UpdateReplacePolicy', weaker: ['Delete', 'Snapshot'] },
  { rule: 'D7_rows_can_end', path: 'Properties.TimeToLiveSpecification' },
  { rule: 'D7_rows_can_end', path: 'Properties.TimeToLiveSpecification.*' },
  { rule: 'D7_stream_shows_both_images', path: 'Properties.StreamSpecification' },
  { rule: 'D7_stream_shows_both_images', path: 'Properties.StreamSpecification.StreamViewType', weaker: ['KEYS_ONLY'] },
]);

const REFUSAL = 'Properties.PolicyDocument.Statement.*';
const refusals = (rule: string, sid: string): readonly Omit<ListedProperty, 'type'>[] => {
  const only = (value: unknown): boolean => denies(value) && isShape(value) && value['Sid'] === sid;
  return [{ rule, path: REFUSAL, only, weaker: [allowing, withoutCondition, oneAction, elsewhere] }];
};

const buckets = [
  ...of('AWS::S3::Bucket', [
    { rule: 'CT.S3.PR.1', path: 'Properties.PublicAccessBlockConfiguration' },
    { rule: 'CT.S3.PR.1', path: 'Properties.PublicAccessBlockConfiguration.*' },
    { rule: 'S3_bucket_is_encrypted', path: 'Properties.BucketEncryption' },
    { rule: 'S3_bucket_is_encrypted', path: 'Properties.BucketEncryption.ServerSideEncryptionConfiguration' },
    {
      rule: 'S3_bucket_is_encrypted',
      path: 'Properties.BucketEncryption.ServerSideEncryptionConfiguration.*.ServerSideEncryptionByDefault',
    },
    { rule: 'S4_aborted_uploads_go', path: 'Properties.LifecycleConfiguration' },
    {
      rule: 'S4_aborted_uploads_go',
      path: 'Properties.LifecycleConfiguration.Rules.*',
      only: (value) => isShape(value) && 'AbortIncompleteMultipartUpload' in value,
    },
    {
      rule: 'S4_aborted_uploads_go',
      path: 'Properties.LifecycleConfiguration.Rules.*.AbortIncompleteMultipartUpload',
      weaker: [{ DaysAfterInitiation: 365 }],
    },
    { rule: 'S5_bucket_owns_its_objects', path: 'Properties.OwnershipControls' },
    {
      rule: 'S5_bucket_owns_its_objects',
      path: 'Properties.OwnershipControls.Rules.*.ObjectOwnership',
      weaker: ['ObjectWriter'],
    },
    { rule: 'CT.S3.PR.2', path: 'Properties.LoggingConfiguration' },
    {
      rule: 'S7_origins_are_exact',
      path: 'Properties.CorsConfiguration.CorsRules.*.AllowedOrigins',
      weaker: [['*'], ['https://*.example'], plus('null')],
    },
    {
      rule: 'S7_origins_are_exact',
      path: 'Properties.CorsConfiguration.CorsRules.*.AllowedHeaders',
      removed: false,
      weaker: [['*']],
    },
    { rule: 'D5_deletion_keeps_the_bucket', path: 'DeletionPolicy', weaker: ['Delete'] },
    { rule: 'D5_replacement_keeps_the_bucket', path: 'UpdateReplacePolicy', weaker: ['Delete'] },
  ]),
  ...of('AWS::S3::BucketPolicy', [
    { rule: 'S2_bucket_has_a_policy', path: 'Properties.Bucket' },
    { rule: 'CT.S3.PR.8', path: 'Properties.PolicyDocument' },
    ...refusals('CT.S3.PR.8', 'TlsOnly'),
    ...refusals('S2_old_tls_is_refused', 'ModernTlsOnly'),
    ...refusals('S8_other_accounts_are_refused', 'OwnAccountOnly'),
    ...refusals('S8_other_encryption_is_refused', 'OwnEncryptionOnly'),
    ...refusals('S8_keys_of_callers_are_refused', 'NoKeysOfCallers'),
  ]),
];

const PASSWORD = 'Properties.Policies.PasswordPolicy';
const signIn = [
  ...of('AWS::Cognito::UserPool', [
    { rule: 'C1_passwords_are_long', path: PASSWORD },
    { rule: 'C1_passwords_are_long', path: `${PASSWORD}.MinimumLength`, weaker: [13, 8] },
    { rule: 'C1_passwords_have_four_classes', path: `${PASSWORD}.*`, only: (value) => typeof value === 'boolean' },
    { rule: 'C1_temporary_passwords_end', path: `${PASSWORD}.TemporaryPasswordValidityDays`, weaker: [8, 365] },
    { rule: 'C2_second_factor', path: 'Properties.MfaConfiguration', weaker: ['OFF'] },
    { rule: 'C2_second_factor', path: 'Properties.EnabledMfas', weaker: [['SMS_MFA'], []] },
    { rule: 'C3_threats_are_blocked', path: 'Properties.UserPoolAddOns' },
    { rule: 'C4_deletion_is_blocked', path: 'Properties.DeletionProtection', weaker: ['INACTIVE'] },
    { rule: 'D5_deletion_keeps_it', path: 'DeletionPolicy', weaker: ['Delete'] },
    { rule: 'D5_replacement_keeps_it', path: 'UpdateReplacePolicy', weaker: ['Delete'] },
  ]),
  ...of('AWS::Cognito::UserPoolClient', [
    { rule: 'C5_tells_nobody_who_exists', path: 'Properties.PreventUserExistenceErrors', weaker: ['LEGACY'] },
    { rule: 'C5_tokens_can_be_revoked', path: 'Properties.EnableTokenRevocation' },
    {
      rule: 'C5_no_plain_password',
      path: 'Properties.ExplicitAuthFlows',
      weaker: [plus('ALLOW_USER_PASSWORD_AUTH'), plus('ALLOW_ADMIN_USER_PASSWORD_AUTH')],
    },
    { rule: 'C5_access_tokens_are_short', path: 'Properties.AccessTokenValidity', weaker: [61] },
    { rule: 'C5_access_tokens_are_short', path: 'Properties.TokenValidityUnits.AccessToken', weaker: ['hours'] },
    {
      rule: 'C5_codes_and_no_secret',
      path: 'Properties.AllowedOAuthFlows',
      weaker: [plus('implicit'), ['client_credentials']],
    },
    {
      rule: 'C5_codes_and_no_secret',
      path: 'Properties.AllowedOAuthScopes',
      weaker: [plus('aws.cognito.signin.user.admin')],
    },
    { rule: 'C5_codes_and_no_secret', path: 'Properties.AllowedOAuthFlowsUserPoolClient' },
    { rule: 'C5_codes_and_no_secret', path: 'Properties.GenerateSecret' },
    {
      rule: 'C5_returns_to_exact_addresses',
      path: 'Properties.CallbackURLs',
      weaker: [['https://*.example/cb'], plus('http://app.example/cb')],
    },
    { rule: 'C5_returns_to_exact_addresses', path: 'Properties.LogoutURLs', weaker: [['*']] },
    { rule: 'C6_nobody_writes_a_role', path: 'Properties.WriteAttributes', weaker: [plus('custom:role'), []] },
    { rule: 'D5_deletion_keeps_it', path: 'DeletionPolicy', weaker: ['Delete'] },
    { rule: 'D5_replacement_keeps_it', path: 'UpdateReplacePolicy', weaker: ['Delete'] },
  ]),
  ...of('AWS::Cognito::IdentityPool', [
    { rule: 'C7_nobody_without_signing_in', path: 'Properties.AllowUnauthenticatedIdentities' },
  ]),
];

const gateway = [
  ...of('AWS::ApiGatewayV2::Route', [
    { rule: 'G1_route_is_declared', path: 'Properties.RouteKey', weaker: ['ANY /v1/{proxy+}'] },
    { rule: 'G1_route_is_declared', path: 'Properties.AuthorizationType', weaker: ['NONE'] },
  ]),
  ...of('AWS::ApiGatewayV2::Stage', [
    { rule: 'CT.APIGATEWAY.PR.4', path: 'Properties.AccessLogSettings' },
    { rule: 'CT.APIGATEWAY.PR.4', path: 'Properties.AccessLogSettings.DestinationArn' },
    {
      rule: 'G2_no_token_is_logged',
      path: 'Properties.AccessLogSettings.Format',
      weaker: [
        '{"requestId":"$context.requestId","authorization":"$request.header.Authorization"}',
        '{"requestId":"$context.requestId","path":"$context.path"}',
      ],
    },
    { rule: 'G3_stage_is_throttled', path: 'Properties.DefaultRouteSettings' },
    { rule: 'G3_stage_is_throttled', path: 'Properties.DefaultRouteSettings.ThrottlingRateLimit', weaker: [100_000] },
    { rule: 'G3_stage_is_throttled', path: 'Properties.DefaultRouteSettings.ThrottlingBurstLimit', weaker: [100_000] },
    { rule: 'G3_single_routes_are_throttled', path: 'Properties.RouteSettings' },
  ]),
  ...of('AWS::ApiGatewayV2::Api', [
    { rule: 'G4_no_other_way_in', path: 'Properties.DisableExecuteApiEndpoint' },
    {
      rule: 'G6_origins_are_exact',
      path: 'Properties.CorsConfiguration.AllowOrigins',
      weaker: [['*'], plus('*'), ['https://*.example'], plus('null')],
    },
    { rule: 'G6_origins_are_exact', path: 'Properties.CorsConfiguration.AllowHeaders', weaker: [['*']] },
    { rule: 'G6_origins_are_exact', path: 'Properties.CorsConfiguration.AllowMethods', weaker: [['*']] },
    {
      rule: 'G6_origins_are_exact',
      path: 'Properties.CorsConfiguration',
      removed: false,
      weaker: [(value: unknown) => (isShape(value) ? { ...value, AllowCredentials: true } : value)],
    },
  ]),
  ...of('AWS::ApiGatewayV2::DomainName', [
    { rule: 'G4_modern_tls', path: 'Properties.DomainNameConfigurations.*.SecurityPolicy', weaker: ['TLS_1_0'] },
  ]),
];

const rest = [
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
    { rule: 'K5_queue_wants_tls', path: REFUSAL, only: denies, weaker: [allowing, withoutCondition] },
  ]),
  ...of('AWS::SNS::Topic', [{ rule: 'K5_topic_is_encrypted', path: 'Properties.KmsMasterKeyId' }]),
  ...of('AWS::SNS::TopicPolicy', [
    { rule: 'K5_topic_has_a_policy', path: 'Properties.Topics', weaker: [[]] },
    { rule: 'K5_topic_wants_tls', path: REFUSAL, only: denies, weaker: [allowing, withoutCondition] },
    {
      rule: 'K5_topic_policy_is_ours',
      path: REFUSAL,
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

/** Every property that the list names, by type of resource. */
export const LISTED_PROPERTIES: readonly ListedProperty[] = [
  ...identity,
  ...functions,
  ...tables,
  ...buckets,
  ...signIn,
  ...gateway,
  ...rest,
];
