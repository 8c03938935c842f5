import { writeSync } from 'node:fs';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

const RANK: Readonly<Record<LogLevel, number>> = { debug: 10, info: 20, warn: 30, error: 40 };
const SECRET = /authorization|cookie|token|secret|password|signature|credential|email|phone/i;
const REDACTED = '[redacted]';
const MAX_TEXT = 2_000;
const MAX_CAUSES = 5;

const threshold = (): number => {
  const level = process.env['LOG_LEVEL'];
  return level !== undefined && Object.hasOwn(RANK, level) ? RANK[level as LogLevel] : RANK.info; // just checked
};

export interface LogOptions {
  /** Whatever the log level. @default false */
  readonly always?: boolean;
  /** Makes the line one of CloudWatch's embedded metric format: the list of its `CloudWatchMetrics`, as JSON. */
  readonly metrics?: string;
}

/**
 * Writes one JSON line to standard output: fields with ids, never tokens, e-mails, bodies or health data. Fields whose
 * name looks like a secret are redacted, strings are cut at 2,000 characters. Synchronous, so nothing is lost when
 * Lambda freezes the container.
 *
 * @example log('warn', 'grants read failed', { userId, error: describeError(error) });
 */
export function log(
  level: LogLevel,
  message: string,
  fields: Readonly<Record<string, unknown>> = {},
  { always = false, metrics }: LogOptions = {},
): void {
  if (!always && RANK[level] < threshold()) return;
  const now = new Date();
  const stage = process.env['STAGE'];
  let line = JSON.stringify({ level, time: now.toISOString(), stage, message, ...fields }, redact);
  if (metrics !== undefined) {
    line = `${line.slice(0, -1)},"_aws":{"Timestamp":${now.getTime()},"CloudWatchMetrics":${metrics}}}`;
  }
  writeLine(line);
}

/** Name, code, message and stack of an error and of its causes, as plain data for a log line. */
export function describeError(error: unknown, depth = 0): Readonly<Record<string, unknown>> {
  try {
    return described(error, depth);
  } catch {
    return { name: typeof error, message: 'cannot be read' }; // a getter or a Proxy that throws
  }
}

function described(error: unknown, depth: number): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { name: typeof error, message: text(error) };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    message: text(error.message), // who threw it may have set anything
    stack: text(error.stack ?? ''),
    ...(error.cause !== undefined && depth < MAX_CAUSES ? { cause: describeError(error.cause, depth + 1) } : {}),
    ...(error instanceof AggregateError && depth === 0
      ? { errors: error.errors.slice(0, MAX_CAUSES).map((inner) => describeError(inner, depth + 1)) }
      : {}),
  };
}

function redact(key: string, value: unknown): unknown {
  if (key !== '' && SECRET.test(key)) return REDACTED;
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'string' ? cut(value) : value;
}

const cut = (value: string): string => (value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}...` : value);

function text(value: unknown): string {
  try {
    return cut(String(value));
  } catch {
    return typeof value; // an object without a usable toString
  }
}

/** A pipe may be full for a moment (EAGAIN); a line is written whole or, with a closed pipe, not at all. */
function writeLine(line: string): void {
  let rest = Buffer.from(`${line.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
    }
  }
}
