/** What a field of a log line holds. Logs Insights has no types but this: a text that is a number is one. */
export type Value = string | number | Date;

/** A log line, or a row of a result: its fields by name. What is absent is not in it. */
export type Row = ReadonlyMap<string, Value>;

/** A number, also one that is written as a text; undefined for all else. */
export function numberOf(value: Value | undefined): number | undefined {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'number') return value;
  if (value === undefined || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** As the console and the API write it: `2026-11-30 12:00:00.000` for a time. */
export const textOf = (value: Value): string =>
  value instanceof Date ? value.toISOString().replace('T', ' ').replace('Z', '') : String(value);
