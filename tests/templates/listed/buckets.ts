import {
  allowing,
  allows,
  anybody,
  denies,
  elsewhere,
  isShape,
  type ListedProperty,
  of,
  oneAction,
  POLICY_STATEMENT,
  plus,
  withoutCondition,
} from '../listed-property.ts';

const refusals = (rule: string, sid: string): readonly Omit<ListedProperty, 'type'>[] => {
  const only = (value: unknown): boolean => denies(value) && isShape(value) && value['Sid'] === sid;
  return [{ rule, path: POLICY_STATEMENT, only, weaker: [allowing, withoutCondition, oneAction, elsewhere] }];
};

/** Buckets and their policies. */
export const buckets: readonly ListedProperty[] = [
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
    {
      rule: 'S8_services_come_for_us',
      path: POLICY_STATEMENT,
      only: allows,
      removed: false,
      weaker: [anybody, withoutCondition],
    },
    ...refusals('CT.S3.PR.8', 'TlsOnly'),
    ...refusals('S2_old_tls_is_refused', 'ModernTlsOnly'),
    ...refusals('S8_other_accounts_are_refused', 'OwnAccountOnly'),
    ...refusals('S8_other_encryption_is_refused', 'OwnEncryptionOnly'),
    ...refusals('S8_keys_of_callers_are_refused', 'NoKeysOfCallers'),
  ]),
];
