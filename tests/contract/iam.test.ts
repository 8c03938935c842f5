import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsCall } from '../../scripts/local/aws-calls/aws-call.ts';
import { openCallLog } from '../../scripts/local/aws-calls/call-log.ts';
import { accessKeyOf } from '../../scripts/local/local-names.ts';
import { allows } from '../iam/allows.ts';
import { compare, describeGrant } from '../iam/compare.ts';
import { declaredTemplates } from '../iam/declared-templates.ts';
import { mutateRoles } from '../iam/mutate-roles.ts';
import { PLATFORM, readRoles } from '../iam/read-roles.ts';
import type { LeadingKeys, Role, Statement } from '../iam/role.ts';
import { readSuiteRecord, type SuiteRecord } from '../iam/suite-record.ts';
import SuiteReporter from '../iam/suite-reporter.ts';
import { isWholeRun, type RunSettings } from '../iam/whole-run.ts';
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

describe('the record of a run of tests', () => {
  const all: RunSettings = {
    projects: ['unit', 'contract'],
    testPathPatterns: { patterns: [] },
    nonFlagArgs: [],
    onlyChanged: false,
    onlyFailures: false,
    findRelatedTests: false,
    bail: 0,
  };
  const both = new Set(['unit', 'contract']);
  const outer = process.env['GYMCOACH_AWS_CALLS'];
  afterEach(() => {
    process.env['GYMCOACH_AWS_CALLS'] = outer;
  });

  /** As Jest does for a run of its own that has recorded these calls. */
  function report(settings: RunSettings, calls: readonly AwsCall[]) {
    delete process.env['GYMCOACH_AWS_CALLS'];
    const kept: SuiteRecord[] = [];
    const reporter = new SuiteReporter(settings, { keep: (record) => kept.push(record), say: () => {} });
    reporter.onRunStart();
    openCallLog(process.env['GYMCOACH_AWS_CALLS'] ?? '').note(calls);
    reporter.onRunComplete(both, { numTotalTestSuites: 7, wasInterrupted: false });
    return { message: reporter.getLastError()?.message, kept };
  }
  const known = { ...get('HEALTH'), accessKeyId: accessKeyOf('gymcoach-nothing-local-api') };

  test('is left to the outer one by a run inside of a run', () => {
    expect(outer).toBeDefined();
    const inner = new SuiteReporter(all);
    inner.onRunStart();
    inner.onRunComplete(both, { numTotalTestSuites: 1, wasInterrupted: false });
    expect([inner.getLastError(), process.env['GYMCOACH_AWS_CALLS']]).toEqual([undefined, outer]);
  });

  test('fails the run of all tests that has recorded nothing, and no other', () => {
    expect(report(all, []).message).toContain('no call of a function was recorded');
    expect(report({ ...all, testNamePattern: 'queues' }, [])).toEqual({ message: undefined, kept: [] });
  });

  test('fails a run with a call that no role allows, and says of which run and how many files it is', () => {
    const { message, kept } = report({ ...all, testNamePattern: 'queues' }, [known]);
    expect(message).toContain('dynamodb:GetItem');
    expect(kept).toEqual([{ run: 'filtered', testFiles: 7, calls: [known] }]);
    expect(report(all, [known]).kept).toEqual([{ run: 'whole', testFiles: 7, calls: [known] }]);
  });

  test.each([
    ['a path', { testPathPatterns: { patterns: ['tests/contract'] } }],
    ['files', { nonFlagArgs: ['a.test.ts'] }],
    ['a name', { testNamePattern: 'queues' }],
    ['a shard', { shard: { shardIndex: 1, shardCount: 2 } }],
    ['what has changed', { onlyChanged: true }],
    ['what failed', { onlyFailures: true }],
    ['one project of two', { projects: ['unit', 'contract', 'e2e'] }],
    ['what comes before the first failure', { bail: 1 }],
  ])('is not of the whole suite by %s', (_, more) => {
    expect(isWholeRun(all, both.size, false)).toBe(true);
    expect(isWholeRun({ ...all, ...more }, both.size, false)).toBe(false);
  });

  test('is not of the whole suite when somebody has ended it', () => {
    expect(isWholeRun(all, both.size, true)).toBe(false);
  });

  test('proves nothing unless it is of the whole suite', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gymcoach-suite-record-'));
    const file = join(folder, 'aws-calls.json');
    try {
      expect(() => readSuiteRecord(file)).toThrow('no tests have been recorded here: npm test first');
      writeFileSync(file, JSON.stringify({ run: 'filtered', testFiles: 3, calls: [] }));
      expect(() => readSuiteRecord(file)).toThrow('of 3 files, not of the whole suite: npm test first');
      writeFileSync(file, JSON.stringify({ run: 'whole', testFiles: 3, calls: [] }));
      expect(readSuiteRecord(file).testFiles).toBe(3);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
