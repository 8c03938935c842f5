/** A query that is none, or that says more than can be run here. Shows the line and points at the place. */
export class QueryError extends Error {
  /** Characters from the beginning of the query. */
  readonly at: number;

  constructor(reason: string, text: string, at: number) {
    const begin = text.lastIndexOf('\n', at - 1) + 1;
    const line = text.slice(begin).split('\n', 1)[0] ?? '';
    const number = text.slice(0, begin).split('\n').length;
    super(`line ${number}, column ${at - begin + 1}: ${reason}\n  ${line}\n  ${' '.repeat(at - begin)}^`);
    this.name = 'QueryError';
    this.at = at;
  }
}
