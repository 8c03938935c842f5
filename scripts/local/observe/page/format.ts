/** `0.04 ms`, `12.3 ms`, `1.25 s`: three figures are as many as anybody reads. */
export const milliseconds = (value: number): string =>
  value >= 1_000
    ? `${(value / 1_000).toFixed(2)} s`
    : `${value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2)} ms`;

/** `12,345`, `3.2`. */
export const count = (value: number): string =>
  (Math.round(value * 10) / 10).toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });

/** The local time of day, with milliseconds where asked. */
export function clock(time: number, withMilliseconds = false): string {
  const text = new Date(time).toLocaleTimeString('en-GB');
  return withMilliseconds ? `${text}.${String(Math.floor(time % 1_000)).padStart(3, '0')}` : text;
}

/** `gymcoach-user-profile-local-api` -> `user-profile api`: the prefix and the stage are everybody's. */
export const functionName = (name: string): string => name.replace(/^gymcoach-/, '').replace('-local-', ' ');
