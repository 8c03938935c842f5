import { localNames } from '../local-names.ts';
import { ACCESS_LOG } from '../observe/access-log.ts';
import type { Row, Value } from './value.ts';

/** Of one line, by AWS's page on discovered fields; what lies beyond can be had by `@message` only. */
const MOST_FIELDS = 100;
const MEGABYTE = 1_000_000;

type Fields = Readonly<Record<string, unknown>>;

/**
 * A line of a function's local log as Logs Insights has it: time, log group and text, and the fields that it discovers. Of a
 * JSON object, those by their path (`error.cause.message`, `items.0.id`); of Lambda's report, durations in milliseconds and
 * memory in bytes. Undefined for a line that is none of ours.
 */
export function readLogLine(functionName: string, line: string): Row | undefined {
  const fields = parse(line);
  const time = timeOf(fields?.['time']);
  if (fields === undefined || Number.isNaN(time)) return undefined;
  const discovered = isReport(fields)
    ? reportFields(fields.record)
    : isText(fields)
      ? text(fields.message)
      : json(line, fields);
  return new Map<string, Value>([
    ['@timestamp', new Date(time)],
    ['@log', `${localNames.accountId}:${logGroupOf(functionName)}`],
    ['@logStream', 'local'],
    ...discovered,
  ]);
}

const logGroupOf = (name: string): string =>
  name === ACCESS_LOG ? '/aws/http-api/gymcoach-platform-local' : `/aws/lambda/${name}`;

/** The gateway tells milliseconds, as a text; functions tell the date. */
const timeOf = (time: unknown): number => (/^\d+$/.test(String(time)) ? Number(time) : Date.parse(String(time)));

const json = (line: string, fields: Fields): readonly (readonly [string, Value])[] => [
  ['@message', line],
  ...flat(fields, '').slice(0, MOST_FIELDS),
];

const text = (message: string): readonly (readonly [string, Value])[] => [['@message', message]];

function flat(value: unknown, path: string): readonly (readonly [string, Value])[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([name, inner]) => flat(inner, path === '' ? name : `${path}.${name}`));
  }
  return [[path, typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : String(value)]];
}

interface Report {
  readonly requestId: string;
  readonly status?: string;
  readonly metrics: {
    readonly durationMs: number;
    readonly billedDurationMs: number;
    readonly memorySizeMB: number;
    readonly maxMemoryUsedMB: number;
    readonly initDurationMs?: number;
  };
}

/** The deployed functions have Lambda's log format "Text", so a report is a line of words there, and its fields have an `@`. */
function reportFields({ requestId, status, metrics }: Report): readonly (readonly [string, Value])[] {
  const { durationMs, billedDurationMs, memorySizeMB, maxMemoryUsedMB, initDurationMs } = metrics;
  const message = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs} ms`,
    `Billed Duration: ${billedDurationMs} ms`,
    `Memory Size: ${memorySizeMB} MB`,
    `Max Memory Used: ${maxMemoryUsedMB} MB`,
    ...(initDurationMs === undefined ? [] : [`Init Duration: ${initDurationMs} ms`]),
    ...(status === undefined || status === 'success' ? [] : [`Status: ${status}`]),
  ].join('\t');
  return [
    ['@message', message],
    ['@type', 'REPORT'],
    ['@requestId', requestId],
    ['@duration', durationMs],
    ['@billedDuration', billedDurationMs],
    ['@memorySize', memorySizeMB * MEGABYTE],
    ['@maxMemoryUsed', maxMemoryUsedMB * MEGABYTE],
    ...(initDurationMs === undefined ? [] : [['@initDuration', initDurationMs] as const]),
  ];
}

const isReport = (fields: Fields): fields is Fields & { readonly record: Report } =>
  fields['type'] === 'platform.report' && typeof fields['record'] === 'object' && fields['record'] !== null;

/** What a function wrote that is no JSON is kept in an object of these fields only. */
const isText = (fields: Fields): fields is Fields & { readonly message: string } =>
  typeof fields['message'] === 'string' &&
  Object.keys(fields).every((name) => ['time', 'lambdaRequestId', 'message'].includes(name));

function parse(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Fields) : undefined; // an object has names
  } catch {
    return undefined;
  }
}
