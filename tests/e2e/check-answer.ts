import type { Answer } from '../support/http-client.ts';
import { expectDescribed } from '../support/openapi-response.ts';

const SECURITY: Readonly<Record<string, RegExp>> = {
  'strict-transport-security': /^max-age=\d{8}; includeSubDomains$/,
  'x-content-type-options': /^nosniff$/,
  'content-security-policy': /^default-src 'none'; .*frame-ancestors 'none'/,
  'referrer-policy': /^no-referrer$/,
  'cache-control':
    /^(no-store|private, no-cache|public, max-age=300|private, max-age=3600, stale-while-revalidate=86400)$/,
  vary: /\borigin$|\borigin, /,
  'x-request-id': /^[\w-]{8,64}$/,
};

/** What holds for every answer of the API, whatever the test is about. */
export async function checkAnswer(method: string, path: string, answer: Answer): Promise<void> {
  const { status, headers, body, text } = answer;
  if (isOfGateway(answer)) return;
  expectDescribed(method, path, status, headers, text);
  for (const [name, pattern] of Object.entries(SECURITY)) {
    if (!pattern.test(headers.get(name) ?? '')) {
      throw new Error(`${method} ${path} answered ${status} with ${name}: ${headers.get(name)}`);
    }
  }
  if (status >= 400 && method !== 'HEAD') checkProblem(method, path, answer);
  if (status === 204 || status === 304) expect(text).toBe('');
  expect(body).not.toHaveProperty('PK');
}

/** API Gateway's own answers keep its shape: `{"message":"Forbidden"}`. */
const isOfGateway = ({ status, headers, text }: Answer): boolean =>
  (status === 204 && headers.has('access-control-allow-methods')) || /^\{"message":"[\w ]+"\}$/.test(text);

function checkProblem(method: string, path: string, { status, headers, body }: Answer): void {
  expect([method, path, headers.get('content-type')]).toEqual([method, path, 'application/problem+json']);
  expect(body).toMatchObject({ status, type: `urn:gymcoach:problem:${String(body['code'])}` });
  expect(body['instance']).toBe(`urn:gymcoach:request:${headers.get('x-request-id')}`);
  expect(JSON.stringify(body)).not.toMatch(/node_modules|\.cjs|\bat .+:\d+:\d+/);
}
