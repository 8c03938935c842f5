import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createTestApi, KEY, MINE } from '../../../middleware/http/test-api.ts';
import { streamWorker } from '../../../middleware/stream/stream-worker.ts';
import { alarmsOf } from '../../../scripts/monitoring/alarms-of-stack.ts';
import { readBusinessMetrics } from '../../../scripts/monitoring/business-metrics.ts';
import { dashboardOf } from '../../../scripts/monitoring/dashboard-of-stack.ts';
import type { Metric } from '../../../scripts/monitoring/metric.ts';
import { readOutlines } from '../../../scripts/monitoring/read-outlines.ts';
import type { Chart } from '../../../scripts/monitoring/widget.ts';
import { catchLog } from '../../support/catch-log.ts';
import { readApiParts } from '../parts/api-parts.ts';
import { AWS_METRICS } from './aws-metrics.ts';

jest.setTimeout(60_000); // routes are read with their schemas

const stacks = readOutlines('prod').map(({ outline }) => outline);
const charts: readonly Chart[] = stacks
  .flatMap((stack) => dashboardOf(stack, []).rows.flat())
  .filter((widget): widget is Chart => widget.kind === 'chart');
const drawn: readonly Metric[] = charts.flatMap(({ lines }) =>
  lines.flatMap((line) => ('metric' in line ? [line.metric] : [])),
);
const watched: readonly Metric[] = stacks.flatMap((stack) =>
  alarmsOf(stack).flatMap(({ metrics }) => Object.values(metrics)),
);

/** `errors by service`. */
const named = (name: string, dimensions: readonly string[]): string => `${name} by ${dimensions.toSorted().join()}`;
const nameOf = ({ name, dimensions }: Pick<Metric, 'name' | 'dimensions'>): string =>
  named(name, Object.keys(dimensions));

/** The metrics of a log line, after CloudWatch's embedded format. */
function writtenBy(line: string): readonly string[] {
  const { _aws } = JSON.parse(line) as {
    _aws: { CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[] };
  }; // the format's shape
  return _aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) => {
    expect(Namespace).toBe('GymCoach');
    return Dimensions.flatMap((dimensions) => Metrics.map(({ Name }) => named(Name, dimensions)));
  });
}

test('what alarms and dashboards look at in our own namespace is what log lines really write', async () => {
  const answer = { answer: () => ({ status: 201, body: {} }) };
  const request = await createTestApi(answer).send('POST', MINE, { headers: KEY, body: '{"name":"a"}' });
  const worker = streamWorker({ service: 'test', consume: async () => ({ poison: [], counts: {} }) });
  const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 9_000 } as Parameters<typeof worker>[1]; // no more is read
  const batch = await catchLog(() => worker({ Records: [] }, context));
  const written = [...writtenBy(request.lines.at(-1) ?? ''), ...writtenBy(batch.log)];
  // Named by routes, which the next test looks at, and by the canary.
  const business = readBusinessMetrics().map(({ name }) => named(name, ['stage', 'service']));
  expect(written).toContain(named('goalsCreated', ['stage', 'service']));
  const canary = ['canaryFailed', 'canaryRuns'].map((name) => named(name, ['stage', 'service']));
  const ours = [...watched, ...drawn].filter(({ namespace }) => namespace === 'GymCoach').map(nameOf);
  expect(ours.length).toBeGreaterThan(20);
  expect(ours.filter((name) => ![...written, ...business, ...canary].includes(name))).toEqual([]);
});

test('what the business counts, as read from the text of routes, is what the routes declare', async () => {
  const declared = (await readApiParts()).flatMap((part) =>
    [...part.routes.values()].flatMap(({ counts = {} }) =>
      Object.values(counts).map((name) => ({ service: basename(part.folder).replace(/-service$/, ''), name })),
    ),
  );
  const byName = (list: readonly { name: string }[]) => list.toSorted((a, b) => a.name.localeCompare(b.name));
  expect(declared.length).toBeGreaterThan(1);
  expect(byName(readBusinessMetrics())).toEqual(byName(declared));
});

test('a service calls itself in its log lines as alarms and dashboards call it', async () => {
  for (const part of await readApiParts()) {
    const service = basename(part.folder).replace(/-service$/, '');
    const names = part.entries.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\b(?:httpApi|streamWorker)\(\{\s*service: '([\w-]+)'/g)].map(
        ([, name]) => name,
      ),
    );
    expect([part.name, ...new Set(names)]).toEqual([part.name, service]);
  }
});

test('what alarms and dashboards look at of AWS is in the tables of its manuals', () => {
  const known = AWS_METRICS.flatMap(({ namespace, names, dimensions }) =>
    names.map((name) => `${namespace} ${named(name, dimensions)}`),
  );
  const searched = charts.flatMap(({ lines }) =>
    lines.flatMap((line) => ('expression' in line ? searchedBy(line.expression) : [])),
  );
  expect(searched.length).toBeGreaterThan(3);
  const looked = [...watched, ...drawn]
    .filter(({ namespace }) => namespace !== 'GymCoach')
    .map((metric) => `${metric.namespace} ${nameOf(metric)}`);
  expect([...looked, ...searched].filter((name) => !known.includes(name))).toEqual([]);
});

/** `SEARCH('{AWS/Lambda,FunctionName} MetricName="x" ...'`. */
function searchedBy(expression: string): readonly string[] {
  const [, namespace = '', dimensions = '', name = ''] =
    /^SEARCH\('\{([^,]+),([^}]+)\} MetricName="([^"]+)"/.exec(expression) ?? [];
  return name === '' ? [] : [`${namespace} ${named(name, dimensions.split(','))}`];
}
