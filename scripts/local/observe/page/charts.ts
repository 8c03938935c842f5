import type { MetricPoint } from '../metric-window.ts';
import type { RecordedData } from '../recorder.ts';
import { type Chart, drawChart, type Series } from './draw-chart.ts';
import { count, functionName, milliseconds } from './format.ts';

type PickOne = (point: MetricPoint) => number | undefined;
type PickMany = (point: MetricPoint) => Readonly<Record<string, number>> | undefined;

/** What every HTTP function writes; whatever else functions count is their business. */
const KNOWN = new Set(['coldStart', 'errors', 'unauthorized', 'limiterErrors', 'readUnits', 'writeUnits']);

/** The figures of the dashboards, of the last minutes. */
export function drawCharts(container: HTMLElement, data: RecordedData): void {
  const times = stepTimes(data);
  const byTime = new Map(data.points.map((point) => [point.time, point]));
  const points = times.map((time) => byTime.get(time));
  const one = (name: string, pick: PickOne): Series => ({ name, values: points.map((point) => point && pick(point)) });
  const many = (pick: PickMany, label = (name: string) => name): readonly Series[] =>
    [...new Set(data.points.flatMap((point) => Object.keys(pick(point) ?? {})))]
      .sort()
      .map((name) => one(label(name), (point) => pick(point)?.[name]));
  const metric =
    (name: string): PickOne =>
    ({ metrics }) =>
      metrics?.[name];
  const business = many(({ metrics = {} }) =>
    Object.fromEntries(Object.entries(metrics).filter(([name]) => !KNOWN.has(name))),
  );

  const memory = many(({ memory: used }) => used, functionName);

  const charts: readonly Chart[] = [
    bars('Requests', [one('requests', ({ requests }) => requests)]),
    bars(
      'Refusals and errors',
      many(({ errors }) => errors),
    ),
    lines('Duration of functions', milliseconds, [
      one('p50', ({ duration }) => duration?.p50),
      one('p95', ({ duration }) => duration?.p95),
      one('p99', ({ duration }) => duration?.p99),
    ]),
    bars('Cold starts', [one('containers', ({ coldStarts }) => coldStarts)]),
    bars('Rate limits', [
      one('refused (429)', ({ errors }) => errors?.['too-many-requests']),
      one('limiter failed', metric('limiterErrors')),
    ]),
    bars('Capacity units', [one('read', metric('readUnits')), one('write', metric('writeUnits'))]),
    {
      ...lines('Memory of containers', megabytes, memory),
      summary: `at most ${megabytes(Math.max(0, ...memory.flatMap(({ values }) => values.map((value = 0) => value))))}`,
    },
    {
      ...lines(
        'Stream batches',
        count,
        many(({ batches }) => batches),
      ),
      summary: `records: ${inAll(points.map((point) => point?.batches?.['records']))}`,
    },
    ...(business.length > 0 ? [bars('Business', business)] : []),
  ];
  container.replaceChildren(...charts.map((chart) => drawChart(chart, times)));
}

function stepTimes({ now, stepMs, windowMs }: RecordedData): readonly number[] {
  const last = now - (now % stepMs);
  const steps = Math.floor(windowMs / stepMs);
  return Array.from({ length: steps }, (_, index) => last - (steps - 1 - index) * stepMs);
}

function bars(title: string, series: readonly Series[]): Chart {
  return { title, shape: 'bars', series, format: count, summary: inAll(series.flatMap(({ values }) => values)) };
}

const megabytes = (value: number): string => `${count(value)} MB`;

const inAll = (values: readonly (number | undefined)[]): string =>
  `${count(values.reduce<number>((sum, value) => sum + (value ?? 0), 0))} in all`;

function lines(title: string, format: (value: number) => string, series: readonly Series[]): Chart {
  const last = series.flatMap(({ name, values }) => {
    const value = values.findLast((candidate) => candidate !== undefined);
    return value === undefined ? [] : [`${name} ${format(value)}`];
  });
  return {
    title,
    shape: 'lines',
    series,
    format,
    summary: last.length === 0 ? 'nothing yet' : last.slice(0, 3).join(', '),
  };
}
