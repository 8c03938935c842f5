import type { Resource, Template } from '../../support/package-stack.ts';

/** `AWS::Lambda::Function ApiLambdaFunction: no alarm of kind throttles`, for everything in a template that nobody watches. */
export function unwatched({ Resources }: Pick<Template, 'Resources'>): readonly string[] {
  const all = Object.entries(Resources);
  const alarms = all.filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm').map(([, alarm]) => alarm.Properties);
  const lacks = (id: string, { Type }: Resource, name: unknown, kinds: readonly string[]): readonly string[] =>
    kinds
      .filter((kind) => !alarms.some((alarm) => ofKind(alarm, kind) && looksAt(alarm, name)))
      .map((kind) => `${Type} ${id}: no alarm of kind ${kind}`);
  return all.flatMap(([id, resource]) => {
    const { Type, Properties } = resource;
    if (Type === 'AWS::Lambda::Function')
      return lacks(id, resource, Properties['FunctionName'], kindsOf(id, Resources));
    if (Type === 'AWS::DynamoDB::Table') {
      const indexes = (Properties['GlobalSecondaryIndexes'] ?? []) as { IndexName: string }[]; // CloudFormation's shape
      const names = [Properties['TableName'], ...indexes.map(({ IndexName }) => IndexName)];
      return names.flatMap((name) => lacks(id, resource, name, ['table-throttles']));
    }
    if (Type === 'AWS::SQS::Queue' && Properties['RedrivePolicy'] === undefined) {
      return lacks(id, resource, Properties['QueueName'], ['dead-letters']);
    }
    if (Type === 'AWS::ApiGatewayV2::Api') return lacks(id, resource, { Ref: id }, ['gateway-5xx']);
    return [];
  });
}

/** By how the function is entered, as the template has it. Service metrics are named by service, which the kinds below share. */
function kindsOf(id: string, resources: Template['Resources']): readonly string[] {
  const base = id.replace(/LambdaFunction$/, '');
  const entered = (type: string): boolean =>
    Object.entries(resources).some(
      ([other, { Type, Properties }]) =>
        Type === type && (other === `HttpApiIntegration${base}` || JSON.stringify(Properties).includes(`"${id}"`)),
    );
  return [
    'throttles',
    'function-errors',
    ...(entered('AWS::ApiGatewayV2::Integration') ? ['latency-p99', 'error-ratio'] : []),
    ...(entered('AWS::Lambda::EventSourceMapping') ? ['iterator-age'] : []),
  ];
}

const ofKind = (alarm: Resource['Properties'], kind: string): boolean =>
  String(alarm['AlarmName']).endsWith(`-${kind}`) && String(alarm['AlarmDescription']).includes(`/${kind}.md`);

/** By its metrics, or by the name of the function whose requests they are. */
const looksAt = (alarm: Resource['Properties'], name: unknown): boolean =>
  JSON.stringify([alarm['Dimensions'], alarm['Metrics']]).includes(`"Value":${JSON.stringify(name)}`) ||
  String(alarm['AlarmDescription']).includes(`(${String(name)})`);
