import { ALARM_KINDS } from './alarm-kinds.ts';
import type { MonitoringFigures } from './prove-monitoring.ts';

/** The page docs/operations/alarms.md, from what was found about each stage; the figures are those of the last one. */
export function describeAlarms(stages: readonly MonitoringFigures[]): string {
  const last = stages.at(-1);
  if (last === undefined) throw new Error('no stage was proved');
  return `# Alarms

Written by \`npm run operations\` from the definitions that the stacks are packaged with (scripts/monitoring); do not edit. Every
alarm tells one topic, when it fires and when it clears. Not verified on AWS: what follows was found by an evaluator of
CloudWatch's published rules (tests/support/cloudwatch), fed with metrics.

| kind | what has happened | why then and not before | no data counts as | what to do |
|---|---|---|---|---|
${Object.entries(ALARM_KINDS)
  .map(
    ([kind, { means, why, missing, whyMissing }]) =>
      `| ${kind} | ${means} | ${why}. | ${SAID[missing]}: ${whyMissing} | [runbook](runbooks/${kind}.md) |`,
  )
  .join('\n')}

## Fed with what they are for

An hour that is well, an hour of what is wrong, an hour that is well again. Minutes are from the first bad data to the alarm, and from the
first good data to its end; what CloudWatch needs to be told (one to two minutes of Lambda, up to five of SQS) comes on top.

| alarm | fires at | fed with | after min | clears after min |
|---|---|---|--:|--:|
${last.alarms
  .map(
    ({ alarm, threshold, wrong, firesAfter, clearsAfter }) =>
      `| ${alarm} | ${threshold} | ${wrong} | ${firesAfter ?? 'never'} | ${clearsAfter ?? 'never'} |`,
  )
  .join('\n')}
${last.budget.told
  .map(
    ({ type, day }) =>
      `| budget (${type.toLowerCase()}) | ${type === 'ACTUAL' ? '80' : '100'} % of $${last.budget.dollars} | a bill of one and a half budgets, as much each day | day ${day ?? 'never'} | next month |`,
  )
  .join('\n')}

Beside these, each function with routes or streams of a stage whose \`release\` is not \`direct\` has a guard alarm, \`…-release\`, which ends its release
(scripts/serverless/release-resources.cjs). It is not in this table or in the price below: tests/contract/templates/release-rules.ts feeds it, and
[releases](releases.md) says what it does.

## Fed with what is no reason to wake anybody

${stages
  .map(
    ({ stage, healthyDay: { users, fired }, price }) =>
      `- ${stage}: a Monday of ${users.toLocaleString('en')} users on which all is well (\`npm run capacity\`): ${price.alarms} alarms, ${fired.length} fired`,
  )
  .join('\n')}
${last.harmless.map(({ kind, what, fired }) => `- ${kind}: ${what}, for an hour: ${fired.length} fired`).join('\n')}

## What it costs a month

| stage | alarms | metrics they look at | dashboards | business metrics | $ with the topic's key |
|---|--:|--:|--:|--:|--:|
${stages
  .map(
    ({ stage, price: { alarms, alarmMetrics, dashboards, businessMetrics, dollars } }) =>
      `| ${stage} | ${alarms} | ${alarmMetrics} | ${dashboards} | ${businessMetrics} | ${dollars.toFixed(2)} |`,
  )
  .join('\n')}

Without free tiers, which an account has once for all its stages: ten alarm metrics, ten metrics, and three dashboards of up to fifty metrics.
[What a stage costs](costs.md) takes them off, and counts the guard alarms. A log chart of a dashboard costs what it reads,
$0.0057 per GB, when somebody looks.
`;
}

const SAID = { notBreaching: 'well', breaching: 'bad', ignore: 'as before' } as const;
