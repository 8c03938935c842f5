import type { Resource } from '../support/package-stack.ts';
import { OWN_RULES } from '../templates/check-templates.ts';
import { explicitLogs } from '../templates/cross-rules/explicit-logs.ts';
import { failuresAreKept } from '../templates/cross-rules/failures-are-kept.ts';
import { gatewayOutlasts } from '../templates/cross-rules/gateway-outlasts.ts';
import { bucketHasPolicy } from '../templates/cross-rules/has-policy.ts';
import { ownRole } from '../templates/cross-rules/own-role.ts';
import { describedRules, describeRules } from '../templates/describe-rules.ts';
import type { Finding } from '../templates/finding.ts';
import { CONTROL_TOWER } from '../templates/guard-program.ts';
import { judgeFindings } from '../templates/judge-findings.ts';
import { RULE_LIST } from '../templates/rule-list.ts';
import { ruleFiles, ruleNames } from '../templates/rule-names.ts';
import { runGuard } from '../templates/run-guard.ts';
import { SUPPRESSIONS } from '../templates/suppressions.ts';

const of = (Type: string, Properties: Resource['Properties']): Resource => ({ Type, Properties });
const role = of('AWS::IAM::Role', {});
const withRole = (id: string): Resource => of('AWS::Lambda::Function', { Role: { 'Fn::GetAtt': [id, 'Arn'] } });

describe('suppressions', () => {
  const today = new Date().toISOString().slice(0, 10);
  const finding: Finding = { rule: 'X1_a', stack: 's', stage: 'dev', resource: 'Table', type: 'T', message: '' };
  const one = { rules: ['X1_a'], resources: ['Table'], reason: 'because', until: '2027-01-01' };

  test('have not expired, and say why in a sentence', () => {
    expect(judgeFindings([], SUPPRESSIONS, today).expired).toEqual([]);
    for (const { reason } of SUPPRESSIONS) expect(reason).toMatch(/^[A-Z].{30,}\.$/);
  });

  test('end within a year of the day on which somebody thought about them', () => {
    const latest = new Date(`${today}T00:00:00Z`).getTime() + 366 * 86_400_000;
    for (const { until } of SUPPRESSIONS) expect(Date.parse(until)).toBeLessThanOrEqual(latest);
  });

  test('cover the rule, the resource and the stage that they name, and nothing else', () => {
    const open = (findings: readonly Finding[], more: object = {}) =>
      judgeFindings(findings, [{ ...one, ...more }], '2026-01-01').open.length;
    expect(open([finding])).toBe(0);
    expect(open([finding], { resources: ['T'] })).toBe(0);
    expect(open([finding], { resources: ['U'] })).toBe(1);
    expect(open([finding], { rules: ['X1_b'] })).toBe(1);
    expect(open([finding], { stages: ['prod'] })).toBe(1);
  });

  test('fail after their last day, and when a part of them covers nothing', () => {
    expect(judgeFindings([finding], [one], '2027-01-01').expired).toEqual([]);
    expect(judgeFindings([finding], [one], '2027-01-02').expired).toEqual(['X1_a of Table: since 2027-01-01']);
    expect(judgeFindings([finding], [one], '2026-01-01').unused).toEqual([]);
    const wide = { ...one, rules: ['X1_a', 'X1_b'], resources: ['Table', 'Queue'], stages: ['dev', 'prod'] };
    const parts = judgeFindings([finding], [wide], '2026-01-01').unused.map((line) => line.split(' for ')[1]);
    expect(parts).toEqual(['X1_b', 'Queue', 'prod']);
  });
});

describe('rules across resources', () => {
  const found = (rule: typeof ownRole, resources: Readonly<Record<string, Resource>>) =>
    rule.check(resources).map(({ resource }) => resource);

  test('want a role of its own for each function', () => {
    expect(found(ownRole, { A: withRole('R'), R: role, B: withRole('Q'), Q: role })).toEqual([]);
    expect(found(ownRole, { A: withRole('R'), B: withRole('R'), R: role })).toEqual(['A', 'B']);
    expect(found(ownRole, { A: withRole('Elsewhere') })).toEqual(['A']);
  });

  test('want answers before the gateway gives up, through an alias too', () => {
    const integration = of('AWS::ApiGatewayV2::Integration', { IntegrationUri: { Ref: 'Alias' } });
    const stack = (Timeout: number) => ({
      Integration: integration,
      Alias: of('AWS::Lambda::Alias', { FunctionName: { Ref: 'Api' } }),
      Api: of('AWS::Lambda::Function', { Timeout }),
      Worker: of('AWS::Lambda::Function', { Timeout: 60 }),
    });
    expect(found(gatewayOutlasts, stack(28))).toEqual([]);
    expect(found(gatewayOutlasts, stack(29))).toEqual(['Api']);
  });

  test('want what nobody waits for to keep its failures', () => {
    const permission = of('AWS::Lambda::Permission', { Principal: 'events.amazonaws.com', FunctionName: { Ref: 'F' } });
    const bare = of('AWS::Lambda::Function', {});
    expect(found(failuresAreKept, { F: bare, P: permission })).toEqual(['F']);
    const config = of('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: 'F' },
      DestinationConfig: { OnFailure: { Destination: 'queue' } },
    });
    expect(found(failuresAreKept, { F: bare, P: permission, C: config })).toEqual([]);
    const schedule = of('AWS::Scheduler::Schedule', { Target: { Arn: { 'Fn::GetAtt': ['F', 'Arn'] } } });
    expect(found(failuresAreKept, { F: bare, S: schedule })).toEqual(['F']);
  });

  test('want log groups and policies in the stack', () => {
    const named = of('AWS::Lambda::Function', { FunctionName: 'f' });
    expect(found(explicitLogs, { F: named, L: of('AWS::Logs::LogGroup', { LogGroupName: '/aws/lambda/f' }) })).toEqual(
      [],
    );
    expect(found(explicitLogs, { F: named, L: of('AWS::Logs::LogGroup', { LogGroupName: '/aws/lambda/g' }) })).toEqual([
      'F',
    ]);
    expect(found(bucketHasPolicy, { B: of('AWS::S3::Bucket', {}) })).toEqual(['B']);
  });
});

describe('the list', () => {
  const all = [CONTROL_TOWER, OWN_RULES].flatMap(ruleFiles).flatMap(ruleNames);

  test('is described as it is checked', () => {
    expect(describedRules()).toBe(describeRules());
  });

  test('has a rule or a test for each item, and names no rule that does not exist', () => {
    for (const item of RULE_LIST) {
      const named = item.controlTower ?? [];
      expect(named.filter((rule) => !all.includes(rule))).toEqual([]);
      const row = describeRules()
        .split('\n')
        .find((line) => line.startsWith(`| ${item.id} |`));
      expect(row?.split('|')[3]?.trim()).not.toBe('');
    }
  });

  test('has an item for each rule of ours', () => {
    const ids = RULE_LIST.map(({ id }) => id);
    const own = ruleFiles(OWN_RULES).flatMap(ruleNames);
    expect(own.length).toBeGreaterThan(60);
    expect(own.filter((name) => !ids.includes(name.split('_')[0] ?? ''))).toEqual([]);
  });
});

test('K6 finds a secret among the parameters of a stack', async () => {
  const stack = (name: string) => ({
    Parameters: { [name]: { Type: 'String' } },
    Resources: { Name: of('AWS::SSM::Parameter', { Name: '/a', Type: 'String', Value: 'b' }) },
  });
  const documents = new Map([
    ['bad', stack('DbPassword')],
    ['good', stack('Size')],
  ]);
  const reports = await runGuard(documents, [OWN_RULES]);
  const rules = (name: string) => reports.get(name)?.findings.map(({ rule }) => rule);
  expect(rules('bad')).toEqual(['K6_no_secret_is_a_parameter']);
  expect(rules('good')).toEqual([]);
});

test('guard’s complaints about a rule that it cannot read fail the check', async () => {
  await expect(runGuard(new Map([['a', { Resources: {} }]]), ['/nowhere.guard'])).rejects.toThrow('cfn-guard ended');
});
