import type { Deployed, DeployedStack } from '../deployed-stacks.ts';
import { expectedValue } from './expected-value.ts';
import { keysPacked } from './keys-packed.ts';
import { stacksComplete } from './stacks-complete.ts';

const table = { Type: 'AWS::DynamoDB::Table' };
const api = {
  Type: 'AWS::Lambda::Function',
  Properties: { Environment: { Variables: { TABLE: { 'Fn::ImportValue': 'main-name' }, JWKS: '{"keys":[{}]}' } } },
};
const held = (Type: string) => ({
  ...{ LogicalResourceId: undefined, LastUpdatedTimestamp: undefined, ResourceStatus: undefined },
  ...{ ResourceType: Type, PhysicalResourceId: 'id' },
});
const stack = (parts: Partial<DeployedStack>): DeployedStack => ({
  ...{ name: 'gymcoach-access-dev', folder: '.', status: 'UPDATE_COMPLETE', outputs: new Map() },
  template: { Main: table, Api: api, Link: { Type: 'AWS::ApiGatewayV2::Integration' } },
  resources: new Map([
    ['Main', held('AWS::DynamoDB::Table')],
    ['Api', held('AWS::Lambda::Function')],
    ['Link', held('AWS::ApiGatewayV2::Integration')],
  ]),
  ...parts,
});
const deployed = (parts: Partial<DeployedStack> = {}, exports = new Map([['main-name', 'id']])): Deployed => ({
  stacks: [stack(parts)],
  exports,
});
const problems = (of: Deployed) => stacksComplete(of, ['UPDATE_COMPLETE']);

test('a stack is whole when it is in the state, has all of its template and no more, and its imports are exported', () => {
  expect(problems(deployed())).toEqual([]);
});

test('each thing that is wrong is told', () => {
  expect(problems(deployed({ status: 'ROLLBACK_COMPLETE' }))).toEqual(['gymcoach-access-dev is ROLLBACK_COMPLETE']);
  expect(problems(deployed({ template: { ...stack({}).template, Other: table } }))).toEqual([
    'gymcoach-access-dev: Other (AWS::DynamoDB::Table) is not there',
  ]);
  expect(problems(deployed({ template: { Main: table, Api: api } }))).toEqual([
    'gymcoach-access-dev: Link is still there',
  ]);
  expect(problems(deployed({}, new Map()))).toEqual(['gymcoach-access-dev imports main-name, which nobody exports']);
});

test('a service without the keys of the user pool is told', () => {
  expect(keysPacked(deployed())).toEqual([]);
  const without = { Main: table, Link: { Type: 'AWS::ApiGatewayV2::Integration' } };
  expect(keysPacked(deployed({ template: without }))).toEqual(['gymcoach-access-dev has no keys of the user pool']);
});

test('a value is what its literal, reference, import or text says, and nobody guesses an attribute', () => {
  const of = (value: unknown) => expectedValue(deployed(), stack({}), value)?.value;
  expect(of('literal')).toBe('literal');
  expect(of({ Ref: 'Main' })).toBe('id');
  expect(of({ 'Fn::ImportValue': 'main-name' })).toBe('id');
  expect(of({ 'Fn::Sub': 'https://\x24{Main}.\x24{AWS::Region}.example' })).toBe('https://id.eu-west-1.example');
  expect(of({ 'Fn::Join': ['/', [{ Ref: 'Main' }, 'index']] })).toBe('id/index');
  for (const unknown of [{ 'Fn::GetAtt': ['Main', 'Arn'] }, { Ref: 'Other' }, { 'Fn::Sub': '\x24{Main.Arn}' }])
    expect(of(unknown)).toBeUndefined();
  expect(expectedValue(deployed(), stack({}), { 'Fn::ImportValue': 'main-name' })?.type).toBe('AWS::DynamoDB::Table');
});
