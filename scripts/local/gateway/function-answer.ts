/** What goes back to the client. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** An answer of the gateway itself: not problem details, but its own bare shape. */
export const gatewayAnswer = (status: number, message: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ message })),
});

/** Turns what a function returned (as JSON text) into HTTP, or into a 500 where API Gateway would. */
export function functionAnswer(result: string | undefined): HttpAnswer {
  const value: unknown = result === undefined ? null : JSON.parse(result);
  if (typeof value !== 'object' || value === null || !('statusCode' in value)) return bareAnswer(value);
  const { statusCode, headers, cookies, body, isBase64Encoded } = value as Readonly<Record<string, unknown>>; // an object
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return gatewayAnswer(500, 'Internal Server Error');
  const answerHeaders: Record<string, string | readonly string[]> = { 'content-type': 'text/plain;charset=UTF-8' };
  for (const [name, content] of Object.entries(headers ?? {})) answerHeaders[name.toLowerCase()] = String(content);
  if (Array.isArray(cookies) && cookies.length > 0) answerHeaders['set-cookie'] = cookies.map(String);
  const text = body === undefined || body === null ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: answerHeaders, body: Buffer.from(text, isBase64Encoded === true ? 'base64' : 'utf8') };
}

function bareAnswer(value: unknown): HttpAnswer {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(text) };
}
