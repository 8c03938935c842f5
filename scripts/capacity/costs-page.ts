import { type FixedCosts, fixedCosts, METRICS_ASKED, type Resources } from './fixed-costs.ts';
import { valuesOf } from './input.ts';
import { INPUTS } from './inputs.ts';
import { readMeasuredTimes } from './measured-times.ts';
import { modelCapacity } from './model-capacity.ts';
import { totalOf } from './monthly-cost.ts';
import { readDeployment } from './read-deployment.ts';
import { readRouteCosts } from './route-costs.ts';

/** Where the page lies in the repository. */
export const COSTS_PAGE = 'docs/operations/costs.md';

export interface StageTemplates {
  readonly dev: readonly Resources[];
  readonly prod: readonly Resources[];
}

const USERS = [1_000, 100_000, 1_000_000];
const SEED = 1;
const inputs = valuesOf(INPUTS);

/** The page of costs, from the packaged templates of both stages. Throws when one holds what has no price here. */
export function costsPage(templates: StageTemplates): string {
  const [dev, prod] = [known(fixedCosts(templates.dev, inputs)), known(fixedCosts(templates.prod, inputs))];
  const ready = prod.find(({ item }) => item === 'provisioned concurrency')?.dollars ?? 0;
  const [devRest, prodRest] = [totalOf(dev), totalOf(prod)];
  // What is kept ready by use, and the metrics of every route, are in the model's bill.
  const measured = prod.find(({ item }) => item === METRICS_ASKED)?.dollars ?? 0;
  const fixed = prodRest - ready - measured;
  const rows = USERS.map((users) => {
    const { tracked, cognitoLite } = bill('prod', users);
    const cognito = tracked.items.find(({ item }) => item === 'Cognito')?.dollars ?? 0;
    const total = tracked.dollarsPerMonth + fixed;
    return [`prod, ${whole(users)} users`, total - cognito, cognito, total, total - cognito + cognitoLite] as const;
  });
  const devUsers = devRest + bill('dev', 1_000).onDemand.dollarsPerMonth;
  return `# What a stage costs a month

Written by \`npm run costs\`, from the packaged templates and [the capacity model](../decisions/0027-capacity-model.md); a test compares. US dollars, before
taxes. Prices, most of them recalled, with their sources are in one file, \`scripts/capacity/inputs.ts\`: look them up before money depends
on them. Not verified on AWS.

| stage | all but Cognito | Cognito (Essentials) | together | with Cognito Lite |
|---|--:|--:|--:|--:|
| dev, at rest | ${dollars(devRest)} | 0 | ${dollars(devRest)} | ${dollars(devRest)} |
| dev, 1,000 users | ${dollars(devUsers)} | 0 | ${dollars(devUsers)} | ${dollars(devUsers)} |
| prod, at rest | ${dollars(prodRest)} | 0 | ${dollars(prodRest)} | ${dollars(prodRest)} |
${rows.map(([name, ...figures]) => `| ${name} | ${figures.map(dollars).join(' | ')} |`).join('\n')}

Of a million users ${Math.round(inputs.traffic.activePerMonth * 100)} % come within a month, which is what Cognito asks for. At 1,000 users most of the bill is metrics, five of each
route of ours and six of the gateway's.

## At rest

What is there whether anybody comes or not, counted in the templates:

| | dev | prod |
|---|--:|--:|
${prod.map(({ item, dollars: each }, index) => `| ${item} | ${cents(dev[index]?.dollars ?? 0)} | ${cents(each)} |`).join('\n')}
| together | ${cents(devRest)} | ${cents(prodRest)} |

The first ${inputs.fixed.alarmMetric[0]?.upTo} metrics under alarm, ${inputs.fixed.dashboard[0]?.upTo} dashboards and ${inputs.logs.metric[0]?.upTo} metrics of an account are free, and
taken off here, each stage as if it were alone in its account; [alarms](alarms.md) shows its part without them.
CodeDeploy asks nothing for functions, and the Parameter Store nothing for the canary's secret. Kept ready is what the schedule says, the mean of a
day; by use it may be up to \`provisionedMaximum\`.

**Not in it**: requests to keys, mail and SMS, archives of deployments in S3 (cents), and what [the model](../decisions/0027-capacity-model.md) leaves out.
`;
}

function known({ items, unknown }: FixedCosts): FixedCosts['items'] {
  if (unknown.length === 0) return items;
  throw new Error(`say in scripts/capacity/fixed-costs.ts what these cost: ${unknown.join(', ')}`);
}

const bill = (stage: 'dev' | 'prod', users: number) =>
  modelCapacity({
    users,
    seed: SEED,
    deployment: readDeployment(stage),
    measured: readMeasuredTimes(),
    costs: readRouteCosts(),
  }).cost;

const whole = (value: number): string => value.toLocaleString('en-US');
const dollars = (value: number): string => whole(Math.round(value));
const cents = (value: number): string => value.toFixed(2);
