import { formatTable } from './format-table.ts';
import { FORMULAS } from './inputs.ts';
import type { CapacityReport, PoolReport, ServiceReport } from './report.schema.ts';

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
const figure = (value: number): string => (value >= 100 ? whole(value) : Number(value.toPrecision(2)).toString());
const percent = (share: number): string => (share === 0 ? '0 %' : `${Number((share * 100).toPrecision(2))} %`);
const dollars = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 2 : 0 });
const yes = (fits: boolean): string => (fits ? 'yes' : 'NO');

/** The report for people. */
export function printReport(report: CapacityReport): string {
  const { users, stage, services, worker, gateway, account, dynamodb } = report;
  return [
    `${whole(users)} users, stage ${stage}, a Monday. Calculated, not verified on AWS; inputs and sources: scripts/capacity/inputs.ts`,
    section(
      'Requests',
      formatTable(
        [
          'function',
          'a day',
          'peak/s',
          'warm ms',
          'cold ms',
          'busy: mean',
          'p99',
          'most',
          'reserved',
          'enough',
          'refused at peak',
          'advised',
        ],
        services.map(requestsRow),
      ),
    ),
    section(
      'Cold starts, nothing / fixed / by utilization kept ready',
      formatTable(
        [
          'function',
          'a day',
          'share',
          'fixed',
          'a day',
          'share',
          'mean',
          'most',
          'a day',
          'share',
          'idle 5 / 30 / 45 min',
        ],
        services.map(coldRow),
      ),
    ),
    `${worker.name}: ${whole(worker.changesPerDay)} changes in ${whole(worker.invocationsPerDay)} batches, at most ${worker.shards} at once (one per shard), ${figure(worker.meanConcurrency)} on average`,
    section('Limits', formatTable(['what', 'needed', 'there is', 'enough', 'advised'], limitRows(report))),
    section(
      'DynamoDB, units per second',
      formatTable(
        ['', 'mean', 'peak', 'new table takes'],
        [
          [
            'read',
            figure(dynamodb.readUnits.mean),
            figure(dynamodb.readUnits.peak),
            whole(dynamodb.readUnits.newTable),
          ],
          [
            'write',
            figure(dynamodb.writeUnits.mean),
            figure(dynamodb.writeUnits.peak),
            whole(dynamodb.writeUnits.newTable),
          ],
        ],
      ),
    ),
    section(
      'Hottest key of each kind, units per second at worst',
      formatTable(
        ['key', 'read', 'write', 'of a partition', 'when'],
        report.keys.map(({ key, readUnits, writeUnits, share, why }) => [
          key,
          figure(readUnits),
          figure(writeUnits),
          percent(share),
          why,
        ]),
      ),
    ),
    section('A month, US dollars', formatTable(['', 'nothing ready', 'fixed', 'by utilization'], billRows(report))),
    `Formulas: ${FORMULAS.map(({ name, formula }) => `${name}: ${formula}`).join('; ')}`,
    `Cognito in its Lite tier: ${dollars(report.cost.cognitoLite)}`,
    gateway.refusedShare > 0
      ? `The gateway refuses ${percent(gateway.refusedShare)} of the requests: raise throttleRate.`
      : '',
    account.fitsNewQuota
      ? ''
      : `A new account (quota ${account.newQuota}) takes no reserved concurrency: ask for a quota of ${account.reserved + 100} before prod is deployed.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const section = (title: string, body: string): string => `${title}\n${body}`;

function requestsRow({
  name,
  requestsPerDay,
  peakPerSecond,
  warmMs,
  coldMs,
  concurrency,
  reserved,
}: ServiceReport): readonly string[] {
  return [
    name,
    whole(requestsPerDay),
    whole(peakPerSecond),
    figure(warmMs),
    figure(coldMs),
    figure(concurrency.mean),
    whole(concurrency.p99),
    whole(concurrency.most),
    reserved.limit === undefined ? 'none' : whole(reserved.limit),
    yes(reserved.enough),
    percent(reserved.refusedAtPeak),
    whole(reserved.advised),
  ];
}

function coldRow({ name, onDemand, fixed, tracked, coldShareAtOtherIdles }: ServiceReport): readonly string[] {
  const cold = ({ coldStartsPerDay, coldShare }: PoolReport): readonly string[] => [
    whole(coldStartsPerDay),
    percent(coldShare),
  ];
  return [
    name,
    ...cold(onDemand),
    whole(fixed.provided.mean),
    ...cold(fixed),
    figure(tracked.provided.mean),
    whole(tracked.provided.most),
    ...cold(tracked),
    coldShareAtOtherIdles.map(({ coldShare }) => percent(coldShare)).join(' / '),
  ];
}

function limitRows({ gateway, account }: CapacityReport): readonly (readonly string[])[] {
  return [
    [
      'gateway, requests per second',
      whole(gateway.peakPerSecond),
      `${gateway.rate} (burst ${gateway.burst})`,
      yes(gateway.refusedShare === 0),
      whole(gateway.advisedRate),
    ],
    [
      'gateway, quota of the account',
      whole(gateway.advisedRate),
      whole(gateway.accountQuota),
      yes(gateway.advisedRate <= gateway.accountQuota),
      '',
    ],
    [
      'Lambda, containers at once',
      whole(account.mostConcurrency),
      `${account.quota} of an account`,
      yes(account.mostConcurrency <= account.quota),
      '',
    ],
    [
      'Lambda, reserved',
      whole(account.reserved),
      `${account.quota} less 100`,
      yes(account.fitsQuota),
      whole(account.advised),
    ],
    [
      'Lambda, reserved as advised',
      whole(account.advised),
      `${account.quota} less 100`,
      yes(account.advisedFitsQuota),
      '',
    ],
    [
      'Lambda, new account',
      whole(account.reserved),
      `${account.newQuota} less 100`,
      yes(account.fitsNewQuota),
      whole(account.reserved + 100),
    ],
  ];
}

function billRows({ cost: { onDemand, fixed, tracked } }: CapacityReport): readonly (readonly string[])[] {
  const row = (name: string, of: (bill: typeof onDemand) => number): readonly string[] => [
    name,
    ...[onDemand, fixed, tracked].map((bill) => dollars(of(bill))),
  ];
  return [
    ...onDemand.items.map(({ item }) =>
      row(item, ({ items }) => items.find((each) => each.item === item)?.dollars ?? 0),
    ),
    row('total', ({ dollarsPerMonth }) => dollarsPerMonth),
    row('per 1,000 users', ({ dollarsPerThousandUsers }) => dollarsPerThousandUsers),
  ];
}
