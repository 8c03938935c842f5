/** The UTC day of an instant in epoch milliseconds, `YYYY-MM-DD`. */
export const utcDay = (now: number): string => new Date(now).toISOString().slice(0, 10);
