/** What came back, read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** `ETag`, or an empty text. */
  readonly etag: string;
  readonly bytes: Uint8Array;
  readonly text: string;
  /** The JSON object of the body; empty for any other body. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Request {
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes out as JSON; text and bytes as they are, with the content type that `headers` gives. */
  readonly body?: unknown;
}

type Send = (path: string, request?: Request) => Promise<Answer>;

/** Speaks HTTP as one person; redirects are answers, not instructions. */
export interface HttpClient {
  send(method: string, path: string, request?: Request): Promise<Answer>;
  readonly get: Send;
  readonly put: Send;
  readonly patch: Send;
  readonly post: Send;
  readonly delete: Send;
}

export interface HttpClientOptions {
  /** `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Sent with every request that has no `authorization` of its own. */
  readonly token?: string | undefined;
  /** Looks at every exchange; throws when something is wrong with it. */
  readonly check?: (method: string, path: string, answer: Answer) => void | Promise<void>;
}

/**
 * A client without a mind of its own: no retries, no redirects, no cookies.
 *
 * @example const { status, body } = await createHttpClient({ url, token }).get('/v1/users/me/profile');
 */
export function createHttpClient({ url, token, check }: HttpClientOptions): HttpClient {
  const send: HttpClient['send'] = async (method, path, { headers = {}, body } = {}) => {
    const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(raw ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      // TypeScript's fetch types want bytes over an ArrayBuffer of their own, as `Uint8Array.from` makes them.
      ...(body === undefined ? {} : { body: raw ? (body as string | Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    });
    const answer = await read(response);
    await check?.(method, path, answer);
    return answer;
  };
  const by =
    (method: string): Send =>
    (path, request) =>
      send(method, path, request);
  return { send, get: by('GET'), put: by('PUT'), patch: by('PATCH'), post: by('POST'), delete: by('DELETE') };
}

async function read(response: Response): Promise<Answer> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  const { status, headers } = response;
  return { status, headers, etag: headers.get('etag') ?? '', bytes, text, body: parse(headers, text) };
}

function parse(headers: Headers, text: string): Answer['body'] {
  if (text === '' || !/^application\/(problem\+)?json\b/.test(headers.get('content-type') ?? '')) return {};
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
