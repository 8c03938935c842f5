import type { Metric } from './metric.ts';

/** One line of a chart: a metric, or what is calculated from other lines of it. */
export type Line = {
  readonly label: string;
  /** Against the axis on the right. */
  readonly right?: true;
} & (
  | { readonly metric: Metric; readonly id?: string; readonly hidden?: true }
  /** In metric math, over the ids of the chart's other lines; or a `SEARCH`, which is as many lines as it finds. */
  | { readonly expression: string }
);

export interface Chart {
  readonly kind: 'chart';
  readonly title: string;
  readonly lines: readonly Line[];
  /** Of the axis on the left: `ms`. */
  readonly unit: string;
  /** @default 60 */
  readonly periodSeconds?: number;
  /** A level to see lines against, as the threshold of an alarm. */
  readonly level?: { readonly label: string; readonly value: number };
}

/** What is asked of the logs whenever somebody looks: paid by what is read, and not by the month. */
export interface LogChart {
  readonly kind: 'logs';
  readonly title: string;
  readonly view: 'timeSeries' | 'table';
  /** Names of the functions whose logs are read. */
  readonly functions: readonly string[];
  readonly query: string;
  readonly unit: string;
}

/** The state of the alarms of a stack. */
export interface AlarmList {
  readonly kind: 'alarms';
  readonly title: string;
  readonly alarms: readonly string[];
}

export type Widget = Chart | LogChart | AlarmList;

export interface Dashboard {
  readonly name: string;
  readonly title: string;
  /** Each from left to right; the widgets of a row share its width. */
  readonly rows: readonly (readonly Widget[])[];
}
