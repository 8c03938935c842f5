import type { Resource } from '../../support/package-stack.ts';
import { readApiParts } from '../parts/api-parts.ts';
import { everywhere, ofType, properties, STACKS, STAGES, type Stage, template } from './packaged-templates.ts';

/** What runs: size, layer, logs, and what it may do. */
export function functionRules(): void {
  describe('functions', () => {
    test.each(everywhere)('of %s in %s have the runtime, size and time of the parameters', (name, stage) => {
      const behindTheGateway = JSON.stringify(ofType(name, stage, 'AWS::ApiGatewayV2::Integration'));
      for (const [id, { Properties }] of ofType(name, stage, 'AWS::Lambda::Function')) {
        expect(Properties).toMatchObject({
          Runtime: 'nodejs24.x',
          Architectures: ['arm64'],
          MemorySize: 256,
          Timeout: behindTheGateway.includes(`"${id}"`) ? 28 : 30,
          TracingConfig: { Mode: 'Active' },
        });
        expect(Properties['ReservedConcurrentExecutions']).toEqual(stage === 'prod' ? expect.any(Number) : undefined);
      }
    });

    test.each(everywhere)('of %s in %s hold no secret in their environment', (name, stage) => {
      for (const [, { Properties }] of ofType(name, stage, 'AWS::Lambda::Function')) {
        expect(JSON.stringify(Properties['Environment'])).not.toMatch(/ACCESS_KEY|SECRET|PASSWORD|ENDPOINT|JWKS_URI/);
      }
    });

    test('of the service are kept warm in prod only', () => {
      const warm = (stage: Stage) =>
        JSON.stringify(template('user-profile-service', stage)).match(/"ProvisionedConcurrentExecutions":(\d+)/);
      expect(Number(warm('prod')?.[1])).toBeGreaterThan(0);
      expect(warm('dev')).toBeNull();
    });

    test.each(everywhere)('of %s in %s have logs that end', (name, stage) => {
      const groups = ofType(name, stage, 'AWS::Logs::LogGroup');
      expect(groups.length).toBeGreaterThanOrEqual(ofType(name, stage, 'AWS::Lambda::Function').length);
      for (const [, group] of groups) expect(group.Properties['RetentionInDays']).toBe(stage === 'prod' ? 365 : 14);
    });

    test.each(STAGES)('take the layer by the hash of its content in %s', (stage) => {
      const hash = String(properties('platform', stage, 'CoreLayerHashParameter')['Value']);
      expect(hash).toMatch(/^[0-9a-f]{16}$/);
      const parameter = `/gymcoach/${stage}/layer/core/${hash}`;
      expect(properties('platform', stage, 'CoreLayerArnParameter')).toMatchObject({
        Name: parameter,
        Value: { Ref: 'CoreLambdaLayer' },
      });
      expect(properties('platform', stage, 'CoreLambdaLayer')['Description']).toContain(hash);
      expect(properties('platform', stage, 'SystemLambdaFunction')['Layers']).toEqual([{ Ref: 'CoreLambdaLayer' }]);
      expect(properties('user-profile-service', stage, 'ApiLambdaFunction')['Layers']).toEqual([
        { 'Fn::Sub': `{{resolve:ssm:${parameter}}}` },
      ]);
    });
  });

  describe('permissions', () => {
    /** Actions that know no resource, the last one when it is asked without a filter: for these `*` is the only thing one can say. */
    const WITHOUT_RESOURCE = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'cloudwatch:DescribeAlarms'];

    test.each(everywhere)('of %s in %s are one role per function, and no other', (name, stage) => {
      // But for the one that CodeDeploy takes on: see release-rules.ts.
      const roles = ofType(name, stage, 'AWS::IAM::Role').flatMap(([id]) => (id === 'ReleaseRole' ? [] : [id]));
      const used = ofType(name, stage, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties['Role']);
      expect(used).toEqual(roles.map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] })));
    });

    test.each(everywhere)('of %s in %s say no `*`', (name, stage) => {
      for (const [, role] of ofType(name, stage, 'AWS::IAM::Role')) {
        for (const statement of statements(role)) {
          expect(statement.Effect).toBe('Allow');
          expect(statement.Action.filter((action) => action.includes('*'))).toEqual([]);
          const resourceLess = statement.Action.every((action) => WITHOUT_RESOURCE.includes(action));
          expect([statement.Action, [statement.Resource].flat().includes('*')]).toEqual([
            statement.Action,
            resourceLess,
          ]);
        }
      }
    });

    test.each(everywhere)('of %s in %s never scan, and never take a function from another account', (name, stage) => {
      expect(JSON.stringify(ofType(name, stage, 'AWS::IAM::Role'))).not.toContain('dynamodb:Scan');
      for (const [, permission] of ofType(name, stage, 'AWS::Lambda::Permission')) {
        expect(permission.Properties).toMatchObject({
          Principal: expect.stringMatching(/^(apigateway|events)\.amazonaws\.com$/),
          SourceArn: expect.anything(),
        });
      }
    });

    test.each(everywhere)('of %s in %s let each API that knows its callers count their requests', (name, stage) => {
      const role = ofType(name, stage, 'AWS::IAM::Role').find(([id]) => id.startsWith('ApiIamRole'));
      if (role === undefined) return expect(name).toBe('platform'); // its routes are public
      expect(statements(role[1]).filter((one) => JSON.stringify(one).includes('"RL#*"'))).toMatchObject([
        { Action: ['dynamodb:UpdateItem'], Resource: { 'Fn::ImportValue': `gymcoach-${stage}-ephemeral-table-arn` } },
      ]);
    });

    test.each([...STACKS.keys()])('of %s let its API keep what its routes promise', async (name) => {
      const part = (await readApiParts()).find((one) => one.name === name);
      const routes = [...(part?.routes.values() ?? [])];
      const role = ofType(name, 'prod', 'AWS::IAM::Role').find(([id]) => /^(Api|System)IamRole/.test(id));
      const granted = (partition: string): readonly string[] =>
        (role === undefined ? [] : statements(role[1])).flatMap((one) =>
          JSON.stringify(one).includes(`"${partition}"`) ? one.Action : [],
        );
      const keys = routes.some(({ idempotencyKey }) => idempotencyKey !== undefined);
      expect(granted('IK#*')).toEqual(keys ? ['dynamodb:PutItem', 'dynamodb:UpdateItem'] : []);
      const pages = routes.some(({ paged }) => paged !== undefined);
      expect(granted('SECRET#CURSOR')).toEqual(pages ? ['dynamodb:GetItem'] : []);
    });

    test('of the service reach the partitions of people, roles, counts of refusals, rate limits, the cursor key, idempotency keys and its photos', () => {
      const [role] = ofType('user-profile-service', 'prod', 'AWS::IAM::Role');
      if (role === undefined) throw new Error('no role');
      const table = (kind: string) => ({ 'Fn::ImportValue': `gymcoach-prod-${kind}-table-arn` });
      const leading = (operator: string, key: string) => ({
        [`ForAllValues:${operator}`]: { 'dynamodb:LeadingKeys': [key] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      });
      const granted = statements(role[1]).filter(({ Action }) =>
        Action.some((action) => /^(dynamodb|s3):/.test(action)),
      );
      expect(granted).toEqual([
        {
          Effect: 'Allow',
          Action: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'],
          Resource: table('main'),
          Condition: leading('StringLike', 'U#*'),
        },
        {
          Effect: 'Allow',
          Action: ['dynamodb:GetItem'],
          Resource: table('main'),
          Condition: leading('StringLike', 'ROLE#*'),
        },
        {
          Effect: 'Allow',
          Action: ['dynamodb:UpdateItem'],
          Resource: table('audit'),
          Condition: leading('StringLike', 'R#*'),
        },
        {
          Effect: 'Allow',
          Action: ['dynamodb:UpdateItem'],
          Resource: table('ephemeral'),
          Condition: leading('StringLike', 'RL#*'),
        },
        {
          Effect: 'Allow',
          Action: ['dynamodb:GetItem'],
          Resource: table('main'),
          Condition: leading('StringEquals', 'SECRET#CURSOR'),
        },
        {
          Effect: 'Allow',
          Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
          Resource: table('ephemeral'),
          Condition: leading('StringLike', 'IK#*'),
        },
        {
          Effect: 'Allow',
          Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
          Resource: ['/incoming/*', '/u/*'].map((prefix) => ({
            'Fn::Join': ['', [{ 'Fn::ImportValue': 'gymcoach-prod-media-bucket-arn' }, prefix]],
          })),
        },
        {
          Effect: 'Allow',
          Action: ['s3:ListBucket'],
          Resource: { 'Fn::ImportValue': 'gymcoach-prod-media-bucket-arn' },
        },
      ]);
    });
  });
}

interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** What a role may do. The CLI writes each policy in this one shape. */
const statements = (role: Resource): readonly Statement[] =>
  (role.Properties['Policies'] as readonly { PolicyDocument: { Statement: readonly Statement[] } }[]).flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );
