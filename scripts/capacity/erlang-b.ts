/**
 * The share of requests that find all of `limit` containers busy and are refused, when `load` would be busy on average.
 * Lambda refuses and does not queue, hence the B formula and not the C formula.
 */
export function erlangB(limit: number, load: number): number {
  let blocked = 1;
  for (let n = 1; n <= limit; n++) blocked = (load * blocked) / (n + load * blocked);
  return load === 0 ? 0 : blocked;
}
