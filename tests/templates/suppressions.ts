import type { Suppression } from './suppression.ts';

const DEV_ONLY = ['dev'];

/** Every exception from the rules, and no other: one that matches nothing fails the check, and so does one that has expired. */
export const SUPPRESSIONS: readonly Suppression[] = [
  // What a dev stage leaves behind
  {
    rules: [
      ...['D3_deletion_is_blocked', 'D5_deletion_keeps_it', 'D5_replacement_keeps_it', 'C4_deletion_is_blocked'],
      ...['D5_deletion_keeps_the_bucket', 'D5_replacement_keeps_the_bucket'],
    ],
    resources: [
      ...['MainTable', 'EphemeralTable', 'AuditTable', 'MediaBucket', 'UserPool', 'UserPoolClient', 'AlarmTopicKey'],
    ],
    stages: DEV_ONLY,
    reason: 'A dev stage goes whole with `npm run remove`, and leaves nothing that costs.',
    until: '2027-11-30',
  },

  // Functions
  {
    rules: ['CT.LAMBDA.PR.3'],
    resources: ['AWS::Lambda::Function'],
    reason:
      'No function in a VPC: all that they call (DynamoDB, S3, Cognito, SQS) is reached over TLS with IAM, nothing of ours has an address in a network, and a NAT gateway costs $35 a month and zone.',
    until: '2027-11-30',
  },
  {
    rules: ['L4_environment_has_a_key'],
    resources: ['AWS::Lambda::Function'],
    reason:
      'No secret is in an environment (L3 checks it): names of tables and ids. A key of ours would be a decryption in every cold start, and $1 a month.',
    until: '2027-11-30',
  },
  {
    rules: ['CT.LAMBDA.PR.2'],
    resources: ['AWS::Lambda::Permission'],
    reason:
      'The rule reads no ARN that is joined, as the CLI writes them. L8_caller_is_named demands the same: a service by name, and SourceArn.',
    until: '2027-11-30',
  },
  {
    rules: ['L6_failures_that_nobody_sees_are_kept'],
    resources: ['CanaryLambdaFunction'],
    reason:
      'A run of the canary that fails says so in its log line and metric, and one that is lost is a missing metric: both are the alarm canary-failed. The next run comes in five minutes.',
    until: '2027-11-30',
  },
  {
    rules: ['L5_concurrency_is_reserved'],
    resources: ['AWS::Lambda::Function'],
    stages: DEV_ONLY,
    reason: 'A new account has a quota of 10 for all functions together and lets none of it be reserved.',
    until: '2027-11-30',
  },

  // Tables
  {
    rules: ['CT.DYNAMODB.PR.1'],
    resources: ['MainTable', 'AuditTable'],
    stages: DEV_ONLY,
    reason: 'A dev stage is made anew, not restored; recovery would be paid for by the gigabyte.',
    until: '2027-11-30',
  },
  {
    rules: ['CT.DYNAMODB.PR.1'],
    resources: ['EphemeralTable'],
    reason:
      'Idempotency keys, meters and locks live for a day at most and are written with every request: yesterday’s would be wrong today, and recovery is paid for by size and churn.',
    until: '2027-11-30',
  },
  {
    rules: ['D2_table_has_a_key_of_ours'],
    resources: ['AWS::DynamoDB::Table'],
    reason:
      'Encrypted by the key of the account (aws/dynamodb), whose use is in CloudTrail. A key of ours keeps out nobody whom IAM lets in, adds kms:Decrypt to every role, and takes the tables along when it is deleted.',
    until: '2027-08-31',
  },
  {
    rules: ['D6_backup_plan'],
    resources: ['AWS::DynamoDB::Table'],
    reason:
      'Point-in-time recovery goes back 35 days, deletion is blocked, and a deleted table leaves a backup for 35 days. A plan is due when something has to be restored from longer ago, or when an account of its own can hold the vault.',
    until: '2027-05-31',
  },
  {
    rules: ['D7_rows_can_end'],
    resources: ['AuditTable'],
    reason: 'The audit trail is append-only: no row of it ends.',
    until: '2027-11-30',
  },
  {
    rules: ['D7_stream_shows_both_images'],
    resources: ['EphemeralTable'],
    reason: 'Nothing is projected from keys and meters: a stream that nobody reads would only cost.',
    until: '2027-11-30',
  },

  // Buckets
  {
    rules: ['CT.S3.PR.10'],
    resources: ['MediaBucket', 'ServerlessDeploymentBucket'],
    reason:
      'SSE-S3: whoever may read an object by IAM might by KMS too, unless the key has users of its own. That key would be $1 a month and stage, and a kms grant for the function that signs uploads, whose form asks for AES256.',
    until: '2027-08-31',
  },
  {
    rules: ['CT.S3.PR.10', 'S8_other_encryption_is_refused', 'S8_keys_of_callers_are_refused'],
    resources: ['AccessLogBucket', 'AccessLogBucketPolicy'],
    stages: ['prod'],
    reason: 'S3 delivers its logs to buckets with SSE-S3 only, and nobody but S3 may write there.',
    until: '2027-11-30',
  },
  {
    rules: ['CT.S3.PR.11'],
    resources: ['MediaBucket'],
    reason: 'A photo that its owner deletes is gone at once, not one version back.',
    until: '2027-11-30',
  },
  {
    rules: ['CT.S3.PR.11'],
    resources: ['AccessLogBucket'],
    stages: ['prod'],
    reason: 'Log files are written once and never overwritten.',
    until: '2027-11-30',
  },
  {
    rules: ['CT.S3.PR.11', 'CT.S3.PR.2', 'D5_deletion_keeps_the_bucket', 'D5_replacement_keeps_the_bucket'],
    resources: ['ServerlessDeploymentBucket'],
    reason:
      'Holds archives that any commit makes again, each under a key of its own, written by deployments that CloudTrail and CloudFormation record.',
    until: '2027-11-30',
  },
  {
    rules: ['S8_other_accounts_are_refused', 'S8_other_encryption_is_refused', 'S8_keys_of_callers_are_refused'],
    resources: ['ServerlessDeploymentBucketPolicy'],
    reason:
      'The policy allows nobody anything, so only this account comes in at all. To refuse more, untried on AWS, could lock deployments out of their own bucket.',
    until: '2027-05-31',
  },
  {
    rules: ['CT.S3.PR.2'],
    resources: ['MediaBucket'],
    stages: DEV_ONLY,
    reason: 'Logs arrive hours later and would keep their bucket from being removed; dev has no photos of people.',
    until: '2027-11-30',
  },
  {
    rules: ['CT.S3.PR.2'],
    resources: ['AccessLogBucket'],
    stages: ['prod'],
    reason: 'It would log its own logging, for ever.',
    until: '2027-11-30',
  },
  {
    rules: ['CT.S3.PR.4', 'CT.S3.PR.9'],
    resources: ['AWS::S3::Bucket'],
    reason:
      'Not on our list. Nothing reacts to an object (an upload is completed by a request), and a lock would keep photos that their owner has deleted.',
    until: '2027-11-30',
  },

  // Sign-in
  {
    rules: ['C5_no_plain_password'],
    resources: ['UserPoolClient'],
    stages: DEV_ONLY,
    reason: 'A developer gets a token from the command line; nobody’s password is worth anything there.',
    until: '2027-11-30',
  },
  {
    rules: ['C3_threats_are_blocked'],
    resources: ['UserPool'],
    reason:
      'Needs the Plus tier, $0.02 a month for each active user. Until it is bought: 14 characters of four classes, TOTP, no user-existence errors, and Cognito’s own lock-out.',
    until: '2027-05-31',
  },
  {
    rules: ['C8_pool_has_a_firewall', 'G5_api_has_a_firewall'],
    resources: ['UserPool', 'HttpApi'],
    reason:
      'A web ACL is $5 a month and $1 a rule, and for an HTTP API CloudFront before it. Against floods there are the throttles of the stage and the meters of callers; due when abuse by unknown addresses is seen.',
    until: '2027-05-31',
  },

  // The gateway
  {
    rules: ['CT.APIGATEWAY.PR.5'],
    resources: ['AWS::ApiGatewayV2::Route'],
    reason:
      'Tokens are verified in the function, by stricter rules than an authorizer has. Tests prove that each packaged route is public by declaration or refuses a call without a token.',
    until: '2027-11-30',
  },
  {
    rules: ['G3_single_routes_are_throttled'],
    resources: ['HttpApiStage'],
    reason:
      'A stage can only limit routes of its own stack, and these are the public ones. Callers are limited one by one in the functions, sensitive routes by a class of their own. Due with the first route that calls a language model.',
    until: '2027-05-31',
  },
  {
    rules: ['G4_no_other_way_in'],
    resources: ['HttpApi'],
    reason:
      'No domain is registered yet, so AWS’s own name is the only way in; an HTTP API takes TLS 1.2 and later only. Due with the first domain.',
    until: '2027-05-31',
  },

  // Logs and queues
  {
    rules: ['CT.CLOUDWATCH.PR.2'],
    resources: ['AWS::Logs::LogGroup'],
    stages: DEV_ONLY,
    reason: 'Fourteen days: dev logs are read the same day, and kept ones are paid for.',
    until: '2027-11-30',
  },
  {
    rules: ['CT.CLOUDWATCH.PR.3'],
    resources: ['AWS::Logs::LogGroup'],
    reason:
      'Encrypted by CloudWatch’s own key; no personal data, token or body is in a line (a test seeds and searches them). A key of ours would be $1 a month and stage, and lines are lost while it cannot be used.',
    until: '2027-08-31',
  },
  {
    rules: ['CT.SQS.PR.1'],
    resources: ['FailedChangesQueue'],
    reason: 'It is the queue of dead letters: one behind it would only move them.',
    until: '2027-11-30',
  },

  // cfn-lint
  {
    rules: ['W3005'],
    resources: ['AWS::ApiGatewayV2::Route', 'AWS::ApiGatewayV2::Stage', 'AWS::Lambda::Alias', 'AWS::Lambda::Function'],
    reason: 'The CLI writes dependencies down that CloudFormation sees anyway. They do no harm.',
    until: '2027-11-30',
  },
  {
    rules: ['W1020'],
    resources: ['AWS::Lambda::Function'],
    reason:
      'The CLI takes a text under `layers` for an ARN and refuses another; a substitution of nothing it passes on.',
    until: '2027-11-30',
  },
  {
    rules: ['I1022'],
    resources: ['Outputs', 'AWS::Lambda::Permission', 'AWS::Logs::MetricFilter', 'AWS::S3::BucketPolicy'],
    reason:
      'The CLI joins ARNs, a filter pattern joins a version, and CT.S3.PR.8 reads a bucket’s objects in a joined ARN only.',
    until: '2027-11-30',
  },
  {
    rules: ['W8003'],
    resources: ['Conditions'],
    reason:
      'Whether somebody is told by mail is a figure of the command line, so that of a packaged template is known.',
    until: '2027-11-30',
  },
  {
    rules: ['I3011'],
    resources: ['AWS::Logs::LogGroup'],
    reason:
      'A function’s logs go with the function: the CLI writes the groups, and kept ones would stop a stage from being made anew.',
    until: '2027-11-30',
  },
];
