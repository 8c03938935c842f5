import { monitoringResources } from '../../../scripts/monitoring/monitoring-resources.ts';
import { readOutlines } from '../../../scripts/monitoring/read-outlines.ts';
import { outlineOf } from '../../../scripts/monitoring/stack-outline.ts';
import { LONGEST_SERVICE_NAME } from '../../../scripts/new-service/service-names.ts';
import { LONGEST_STAGE_NAME } from '../../../scripts/operate/stage.ts';
import { STACKS, template } from './packaged-templates.ts';

/** Where the name of a resource stands, and how many characters AWS takes there. */
const LIMITS: Readonly<Record<string, readonly [property: string, most: number]>> = {
  'AWS::ApiGatewayV2::Api': ['Name', 128],
  'AWS::Budgets::Budget': ['Budget.BudgetName', 100],
  'AWS::CloudWatch::Alarm': ['AlarmName', 255],
  'AWS::CloudWatch::Dashboard': ['DashboardName', 255],
  'AWS::CodeDeploy::Application': ['ApplicationName', 100],
  'AWS::CodeDeploy::DeploymentGroup': ['DeploymentGroupName', 100],
  'AWS::Cognito::UserPool': ['UserPoolName', 128],
  'AWS::Cognito::UserPoolClient': ['ClientName', 128],
  'AWS::Cognito::UserPoolDomain': ['Domain', 63],
  'AWS::DynamoDB::Table': ['TableName', 255],
  'AWS::IAM::Role': ['RoleName', 64],
  'AWS::Lambda::Function': ['FunctionName', 64],
  'AWS::Lambda::LayerVersion': ['LayerName', 140],
  'AWS::Logs::LogGroup': ['LogGroupName', 512],
  'AWS::Logs::QueryDefinition': ['Name', 255],
  'AWS::S3::Bucket': ['BucketName', 63],
  'AWS::SNS::Topic': ['TopicName', 256],
  'AWS::SQS::Queue': ['QueueName', 80],
  'AWS::SSM::Parameter': ['Name', 1_011],
  'AWS::XRay::Group': ['GroupName', 32],
};
const STAGE = 's'.repeat(LONGEST_STAGE_NAME);
/** None has more characters. */
const REGION = 'ap-southeast-1';
const ACCOUNT = '123456789012';

/** That what is deployed today can be named in every stage and region. */
export function nameRules(): void {
  describe('names at the longest stage and region', () => {
    test.each([...STACKS.keys()])('of %s are not too long', (stack) => {
      const watched = readOutlines(STAGE).find(({ outline }) => outline.service === stack.replace(/-service$/, ''));
      if (watched === undefined) throw new Error(`${stack} is not read`);
      // As of prod, which has everything; what the monitoring adds is made anew, for it cuts its names.
      const all = { ...template(stack, 'prod').Resources, ...monitoringResources(watched.outline, 'full') };
      const named = Object.values(all).flatMap((resource) => namesOf(resource as Named)); // CloudFormation's shape
      expect(named.length).toBeGreaterThan(20);
      expect(named.filter(({ name }) => name.includes(STAGE)).length).toBeGreaterThan(20);
      expect(named.filter(({ name, most }) => name.length > most)).toEqual([]);
    });

    test('of the longest service that can be generated are not too long', () => {
      const service = `gymcoach-${'a'.repeat(LONGEST_SERVICE_NAME)}`;
      const functions = { api: { events: [{ httpApi: 'GET /v1/things' }] } };
      const made = monitoringResources(outlineOf({ service, stage: STAGE, functions, resources: {} }), 'full');
      const generated = [
        { Type: 'AWS::IAM::Role', Properties: { RoleName: `${service}-${STAGE}-api-${REGION}` } },
        { Type: 'AWS::Lambda::Function', Properties: { FunctionName: `${service}-${STAGE}-api` } },
      ];
      const named = [...Object.values(made), ...generated].flatMap((resource) => namesOf(resource as Named)); // as above
      expect(named.filter(({ name, most }) => name.length > most)).toEqual([]);
    });

    test('are looked at wherever there are some', () => {
      const unknown = [...STACKS.keys()].flatMap((stack) =>
        Object.values(template(stack, 'prod').Resources)
          .filter(({ Type }) => !(Type in LIMITS))
          .flatMap(({ Type, Properties = {} }) =>
            Object.entries(Properties)
              .filter(([property, value]) => property.endsWith('Name') && textOf(value)?.startsWith('gymcoach'))
              .map(([property]) => `${Type} ${property}`),
          ),
      );
      expect([...new Set(unknown)]).toEqual([]);
    });
  });
}

interface Named {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

function namesOf({ Type, Properties = {} }: Named): readonly { Type: string; name: string; most: number }[] {
  const [path, most] = LIMITS[Type] ?? ['', 0];
  const value = path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], Properties); // plain JSON
  const name = textOf(value);
  if (name === undefined) return [];
  // The plugin of roles leaves this out where it does not fit, and packages nothing if that is not enough.
  return [{ Type, most, name: Type === 'AWS::IAM::Role' ? name.replace(/-lambdaRole$/, '') : name }];
}

const PSEUDO: Readonly<Record<string, string>> = { 'AWS::Region': REGION, 'AWS::AccountId': ACCOUNT };

/** As it would be deployed; undefined where it is no text of ours. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value.replaceAll(/\bprod\b/g, STAGE).replaceAll(/\$\{(AWS::\w+)\}/g, (all, name) => PSEUDO[name] ?? all);
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if ('Ref' in value) return PSEUDO[String(value.Ref)];
  if ('Fn::Sub' in value) return textOf(value['Fn::Sub']);
  if (!('Fn::Join' in value)) return undefined;
  const [separator, parts] = value['Fn::Join'] as [string, unknown[]]; // CloudFormation's shape
  return parts.map(textOf).join(separator);
}
