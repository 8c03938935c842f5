import { readMeasuredTimes } from '../../../scripts/capacity/measured-times.ts';
import { modelCapacity } from '../../../scripts/capacity/model-capacity.ts';
import { readDeployment } from '../../../scripts/capacity/read-deployment.ts';
import { readRouteCosts } from '../../../scripts/capacity/route-costs.ts';
import { properties, resource, STAGES, template } from './packaged-templates.ts';

/** Units per second of a table, unless AWS is asked for more. */
const ACCOUNT_UNITS = 40_000;

/** What holds data: shape, protection, what removal leaves, and who may come near the photos. */
export function storageRules(): void {
  describe('tables', () => {
    const keys = (prefix: string) => [
      { AttributeName: prefix === '' ? 'PK' : `${prefix}P`, KeyType: 'HASH' },
      { AttributeName: prefix === '' ? 'SK' : `${prefix}S`, KeyType: 'RANGE' },
    ];
    const expireAt = { AttributeName: 'expiresAt', Enabled: true };

    test.each(STAGES)('main has two indexes, a stream and expiring rows in %s', (stage) => {
      expect(properties('platform', stage, 'MainTable')).toMatchObject({
        TableName: `gymcoach-${stage}-main`,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: keys(''),
        GlobalSecondaryIndexes: [
          { IndexName: 'GSI1', KeySchema: keys('G1'), Projection: { ProjectionType: 'INCLUDE' } },
          { IndexName: 'GSI2', KeySchema: keys('G2'), Projection: { ProjectionType: 'KEYS_ONLY' } },
        ],
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        TimeToLiveSpecification: expireAt,
        SSESpecification: { SSEEnabled: true },
      });
    });

    test.each(STAGES)('ephemeral has expiring rows, and neither stream nor recovery, in %s', (stage) => {
      const table = properties('platform', stage, 'EphemeralTable');
      expect(table).toMatchObject({
        TableName: `gymcoach-${stage}-ephemeral`,
        KeySchema: keys(''),
        TimeToLiveSpecification: expireAt,
      });
      expect(table).not.toHaveProperty('StreamSpecification');
      expect(table).not.toHaveProperty('PointInTimeRecoverySpecification');
    });

    test.each(STAGES)('audit is found by subject, actor and day, and streams, in %s', (stage) => {
      const table = properties('platform', stage, 'AuditTable');
      expect(table).toMatchObject({
        TableName: `gymcoach-${stage}-audit`,
        KeySchema: keys(''),
        GlobalSecondaryIndexes: [{ KeySchema: keys('G1') }, { KeySchema: keys('G2') }],
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      });
      expect(table).not.toHaveProperty('TimeToLiveSpecification');
    });

    test.each([
      ['dev', false],
      ['prod', true],
    ] as const)('are protected in %s: %s', (stage, protect) => {
      for (const id of ['MainTable', 'EphemeralTable', 'AuditTable']) {
        expect(properties('platform', stage, id)['DeletionProtectionEnabled']).toBe(protect);
      }
      for (const id of ['MainTable', 'AuditTable']) {
        expect(properties('platform', stage, id)['PointInTimeRecoverySpecification']).toEqual({
          PointInTimeRecoveryEnabled: protect,
        });
      }
    });
  });

  test('tables of prod give twice what a million users ask for at once, and a tenth of what the account may be billed for', () => {
    const [measured, costs] = [readMeasuredTimes(), readRouteCosts()];
    const { dynamodb } = modelCapacity({ users: 1_000_000, seed: 1, deployment: readDeployment(), measured, costs });
    const maximum = (id: string) => properties('platform', 'prod', id)['OnDemandThroughput'] as Record<string, number>; // CloudFormation's shape
    expect(maximum('MainTable')['MaxReadRequestUnits']).toBeGreaterThan(2 * dynamodb.readUnits.peak);
    for (const id of ['MainTable', 'EphemeralTable', 'AuditTable']) {
      expect(maximum(id)['MaxWriteRequestUnits']).toBeGreaterThan(2 * dynamodb.writeUnits.peak);
      expect(maximum(id)['MaxWriteRequestUnits']).toBeLessThanOrEqual(ACCOUNT_UNITS / 10);
    }
  }, 60_000);

  describe('removal', () => {
    const stateful = [
      'MainTable',
      'EphemeralTable',
      'AuditTable',
      'MediaBucket',
      'UserPool',
      'UserPoolClient',
      'CoreLambdaLayer',
      'CoreLayerArnParameter',
    ];

    test('of prod keeps what holds data or what others depend on', () => {
      for (const id of stateful) {
        expect([id, resource('platform', 'prod', id)]).toMatchObject([
          id,
          { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' },
        ]);
      }
      expect(properties('platform', 'prod', 'UserPool')['DeletionProtection']).toBe('ACTIVE');
    });

    test('of dev leaves nothing', () => {
      for (const name of ['platform', 'user-profile-service'] as const) {
        for (const found of Object.values(template(name, 'dev').Resources)) {
          // The CLI keeps old versions over updates; they go with their function.
          if (found.Type === 'AWS::Lambda::Version') continue;
          expect(found.DeletionPolicy ?? 'Delete').toBe('Delete');
          expect(found.UpdateReplacePolicy ?? 'Delete').toBe('Delete');
        }
      }
      expect(properties('platform', 'dev', 'UserPool')['DeletionProtection']).toBe('INACTIVE');
    });
  });

  describe('the media bucket', () => {
    test.each(STAGES)('is private, encrypted and forgets what nobody claimed in %s', (stage) => {
      const bucket = properties('platform', stage, 'MediaBucket');
      expect(bucket).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        LifecycleConfiguration: {
          Rules: [
            { Prefix: 'incoming/', ExpirationInDays: 1, Status: 'Enabled' },
            { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' },
          ],
        },
      });
      expect(bucket).not.toHaveProperty('VersioningConfiguration');
      expect(JSON.stringify(bucket['CorsConfiguration'])).not.toContain('*');
    });

    test.each(STAGES)('refuses old TLS, other accounts, other encryption and keys of callers in %s', (stage) => {
      const { Bucket, PolicyDocument } = properties('platform', stage, 'MediaBucketPolicy');
      expect(Bucket).toEqual({ Ref: 'MediaBucket' });
      const refusal = (Action: string, Condition: object) =>
        expect.objectContaining({ Effect: 'Deny', Principal: '*', Action, Condition });
      expect(PolicyDocument).toMatchObject({
        Statement: [
          refusal('s3:*', { Bool: { 'aws:SecureTransport': 'false' } }),
          refusal('s3:*', { NumericLessThan: { 's3:TlsVersion': '1.2' } }),
          refusal('s3:*', { StringNotEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } }),
          refusal('s3:PutObject', { StringNotEqualsIfExists: { 's3:x-amz-server-side-encryption': 'AES256' } }),
          refusal('s3:PutObject', { Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } }),
        ],
      });
    });

    test('tells in prod who read which photo, for ninety days', () => {
      expect(properties('platform', 'prod', 'MediaBucket')['LoggingConfiguration']).toEqual({
        DestinationBucketName: { Ref: 'AccessLogBucket' },
        LogFilePrefix: 'media/',
      });
      expect(properties('platform', 'prod', 'AccessLogBucket')).toMatchObject({
        LifecycleConfiguration: { Rules: [{ ExpirationInDays: 90, Status: 'Enabled' }, {}] },
      });
      expect(template('platform', 'dev').Resources).not.toHaveProperty('AccessLogBucket');
    });
  });
}
