/** A request before it is written out, so that one part of it can be broken. */
export interface RequestDraft {
  readonly method: string;
  /** Template. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** Instead of `json`. */
  readonly raw?: string | Uint8Array;
  /** Instead of the person's token; an empty text is none. */
  readonly authorization?: string;
}

export interface WrittenRequest {
  readonly method: string;
  /** With its query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** The draft as it goes over the wire, without a token of its own. */
export function writeRequest({ method, path, params, query, headers, json, raw }: RequestDraft): WrittenRequest {
  const concrete = path.replace(/\{(\w+)\}/g, (_all, name: string) => params[name] ?? '');
  const text = query.map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`).join('&');
  const body = raw ?? (json === undefined ? undefined : JSON.stringify(json));
  return {
    method,
    target: text === '' ? concrete : `${concrete}?${text}`,
    headers: Object.fromEntries(
      Object.entries(headers).filter(([name, value]) => value !== '' || name !== 'content-type'),
    ),
    ...(body === undefined ? {} : { body }),
  };
}
