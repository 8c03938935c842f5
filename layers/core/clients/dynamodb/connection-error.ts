/** No answer, or not a whole one: whether the request was carried out is unknown unless it never left. */
export class ConnectionError extends Error {
  /** The socket had served before and was found dead: the usual thing after Lambda has frozen the container. */
  readonly stale: boolean;

  constructor(message: string, options: { readonly cause?: unknown; readonly stale?: boolean } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ConnectionError';
    this.stale = options.stale ?? false;
  }
}
