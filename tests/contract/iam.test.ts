import type { AwsCall } from '../../scripts/local/aws-calls/aws-call.ts';
import { allows } from '../iam/allows.ts';
import { compare, describeGrant } from '../iam/compare.ts';
import { declaredTemplates } from '../iam/declared-templates.ts';
import { mutateRoles } from '../iam/mutate-roles.ts';
import { PLATFORM, readRoles } from '../iam/read-roles.ts';
import type { LeadingKeys, Role, Statement } from '../iam/role.ts';
import SuiteReporter from '../iam/suite-reporter.ts';
import type { Template } from '../support/package-stack.ts';

const TABLE = 'arn:aws:dynamodb:eu-west-1:000000000000:table/t';
const keys = (...patterns: readonly string[]): LeadingKeys => ({ operator: 'StringLike', patterns, refusesNone: true });
const statement = (more: Partial<Statement> = {}): Statement => ({
  actions: ['dynamodb:GetItem'],
  resources: [TABLE],
  ...more,
});
const get = (...leadingKeys: readonly string[]): AwsCall => ({
  accessKeyId: 'x',
  action: 'dynamodb:GetItem',
  resource: TABLE,
  leadingKeys,
});
const role = (...statements: readonly Statement[]): Role => ({ function: 'x api', accessKeyId: 'x', statements });

describe('a statement', () => {
  test('allows its action on its resource, whatever the case of the action', () => {
    expect(allows(statement(), get('U#1'))).toBe(true);
    expect(allows(statement({ actions: ['DynamoDB:getitem'] }), get('U#1'))).toBe(true);
    expect(allows(statement({ actions: ['dynamodb:PutItem'] }), get('U#1'))).toBe(false);
    expect(allows(statement({ resources: [`${TABLE}/index/GSI1`] }), get('U#1'))).toBe(false);
  });

  test('takes * for any text and ? for one character, and no other sign for a pattern', () => {
    const on = (resource: string) => allows(statement({ resources: [resource] }), get('U#1'));
    expect([on('arn:aws:dynamodb:*:table/?'), on('*'), on(TABLE.replace('t', '??'))]).toEqual([true, true, false]);
    expect(on(TABLE.replace('aws', 'a.s'))).toBe(false);
  });

  test('wants every key of a call to be like one of its own', () => {
    const of = statement({ leadingKeys: keys('U#*', 'ROLE#*') });
    expect([allows(of, get('U#1')), allows(of, get('U#1', 'ROLE#a'))]).toEqual([true, true]);
    expect([allows(of, get('S#1')), allows(of, get('U#1', 'S#1'))]).toEqual([false, false]);
  });

  test('compares a key as a whole where it has to equal', () => {
    const equal = statement({ leadingKeys: { operator: 'StringEquals', patterns: ['A*'], refusesNone: true } });
    expect([allows(equal, get('A*')), allows(equal, get('AB'))]).toEqual([true, false]);
  });

  test('is true of a call without keys, unless it says that one has none of it', () => {
    const scan: AwsCall = { accessKeyId: 'x', action: 'dynamodb:Scan', resource: TABLE };
    const of = (refusesNone: boolean) =>
      statement({ actions: ['dynamodb:Scan'], leadingKeys: { ...keys('U#*'), refusesNone } });
    expect([allows(of(false), scan), allows(of(true), scan)]).toEqual([true, false]);
  });
});

describe('the comparison', () => {
  const used = statement({ actions: ['dynamodb:GetItem'], leadingKeys: keys('U#*') });

  test('is content with a role that allows what was done, and nothing else', () => {
    const { unused, missing, grants } = compare([role(used)], [get('U#1'), get('U#2')], []);
    expect([unused, missing, grants.length]).toEqual([[], [], 1]);
  });

  test('finds what a role lacks, and a signer who is no function', () => {
    const stranger = { ...get('U#1'), accessKeyId: 'stranger' };
    expect(compare([role(used)], [get('S#1'), stranger], []).missing).toEqual([stranger, get('S#1')]);
  });

  test('finds an action, a resource and a key that nothing needs, each by itself', () => {
    const wide = statement({
      actions: ['dynamodb:GetItem', 'dynamodb:Query'],
      resources: [TABLE, `${TABLE}/index/GSI1`],
      leadingKeys: keys('U#*', 'S#*'),
    });
    expect(compare([role(wide)], [get('U#1')], []).unused.map(describeGrant)).toHaveLength(7);
  });

  test('asks no use of what has a reason, on no other resource than the reason says', () => {
    const reason = { action: 'xray:*', resource: /^\*$/, reason: 'sent by a daemon' };
    const traces = statement({ actions: ['xray:PutTraceSegments'], resources: ['*', 'arn:aws:x'] });
    const { unused, notExercised, idleReasons } = compare([role(traces)], [], [reason]);
    expect([unused.map(describeGrant), notExercised.length, idleReasons]).toEqual([
      ['x api: xray:PutTraceSegments on arn:aws:x'],
      1,
      [],
    ]);
  });

  test('finds a reason that no role needs, and one that a call has proved wrong', () => {
    const idle = { action: 'kms:Decrypt', resource: /./, reason: 'nobody has a key here' };
    const wrong = { action: 'dynamodb:GetItem', resource: /./, reason: 'cannot be called' };
    expect(compare([role(used)], [get('U#1')], [idle, wrong]).idleReasons).toEqual([idle, wrong]);
  });

  test('has survivors of mutation where two statements allow the same', () => {
    const { survivors, removed } = mutateRoles([role(used, used)], [get('U#1')]);
    expect([removed, survivors.length]).toEqual([2, 2]);
  });
});

describe('roles', () => {
  const platform = { Resources: {}, Outputs: {} };
  const templates = (Statement: readonly object[], more: object = {}) => {
    const Policies = [{ PolicyDocument: { Statement } }];
    const Resources = {
      F: {
        Type: 'AWS::Lambda::Function',
        Properties: { FunctionName: 'x-dev-api', Role: { 'Fn::GetAtt': ['R', 'Arn'] } },
      },
      R: { Type: 'AWS::IAM::Role', Properties: { Policies, ...more } },
    };
    return new Map<string, Template>([
      [PLATFORM, platform],
      ['x', { Resources, Outputs: {} }],
    ]);
  };
  const fine = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:::q' };

  test.each([
    ['a denial', { ...fine, Effect: 'Deny' }],
    ['NotAction', { ...fine, NotAction: 'sqs:*' }],
    ['another condition', { ...fine, Condition: { StringEquals: { 'aws:SourceVpc': 'v' } } }],
    [
      'a condition on keys for any of them',
      { ...fine, Condition: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['a'] } } },
    ],
    ['an unknown intrinsic', { ...fine, Resource: { 'Fn::Select': [0, []] } }],
    ['an import of nothing', { ...fine, Resource: { 'Fn::ImportValue': 'nothing' } }],
  ])('are refused with %s, rather than misread', (_, one) => {
    expect(() => readRoles(templates([one]), 'dev')).toThrow();
    expect(readRoles(templates([fine]), 'dev')).toHaveLength(1);
  });

  test('are refused with a managed policy', () => {
    expect(() => readRoles(templates([fine], { ManagedPolicyArns: ['arn:aws:iam::aws:policy/X'] }), 'dev')).toThrow(
      'managed',
    );
  });

  test('of every function of every stack are read from the serverless.yml files', () => {
    const roles = readRoles(declaredTemplates('local'), 'local');
    expect(roles.map(({ function: name }) => name)).toEqual(
      expect.arrayContaining([
        'gymcoach-platform system',
        'gymcoach-access api',
        'gymcoach-change-feed number-changes',
      ]),
    );
    for (const { statements } of roles) expect(statements.length).toBeGreaterThan(1);
  });
});

test('a run inside of a run of tests leaves the record to the outer one', () => {
  expect(process.env['GYMCOACH_AWS_CALLS']).toBeDefined();
  const inner = new SuiteReporter();
  inner.onRunStart();
  inner.onRunComplete(undefined, { numTotalTestSuites: 1 });
  expect([inner.getLastError(), process.env['GYMCOACH_AWS_CALLS']]).toEqual([undefined, expect.any(String)]);
});
