import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { usePlatform } from './use-platform.ts';

const using = usePlatform();
const origin = 'http://localhost:5173';

test('tells that it answers', async () => {
  const { status, body } = await using.anonymous().get('/health/live');
  expect([status, body]).toEqual([200, { status: 'ok' }]);
});

test('keeps readiness for operators who sign their requests', async () => {
  const anonymous = using.anonymous();
  const unsigned = await anonymous.get('/health/ready');
  expect([unsigned.status, unsigned.body]).toEqual([403, { message: 'Forbidden' }]);
  const authorization =
    'AWS4-HMAC-SHA256 Credential=x/20260101/eu-west-1/execute-api/aws4_request, SignedHeaders=host, Signature=0';
  const signed = await anonymous.get('/health/ready', { headers: { authorization } });
  expect([signed.status, signed.body]).toEqual([200, { status: 'ok' }]);
});

test('serves the description that it names in its meta data', async () => {
  const anonymous = using.anonymous();
  const description = await anonymous.get('/openapi.json');
  expect([description.status, description.body['openapi']]).toEqual([200, expect.stringMatching(/^3\.1\./)]);
  const { status, body } = await anonymous.get('/meta');
  expect([status, body]).toEqual([
    200,
    {
      name: 'gymcoach',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      stage: 'local',
      commit: expect.any(String),
      schemaHash: createHash('sha256').update(description.bytes).digest('hex'),
    },
  ]);
});

test.each(['br', 'gzip'] as const)('sends the description as %s, and once only', async (coding) => {
  const sent = { 'accept-encoding': coding };
  const { status, headers, bytes } = await byHand('GET', '/openapi.json', sent);
  expect([status, headers['content-encoding'], headers['cache-control']]).toEqual([200, coding, 'public, max-age=300']);
  expect(headers['content-length']).toBe(String(bytes.length));
  const text = (coding === 'br' ? brotliDecompressSync(bytes) : gunzipSync(bytes)).toString();
  expect(JSON.parse(text)).toHaveProperty('openapi');
  const tag = headers['etag'] ?? '';
  const again = await byHand('GET', '/openapi.json', { ...sent, 'if-none-match': tag });
  expect([again.status, again.headers['etag'], again.text]).toEqual([304, expect.stringMatching(`-${coding}"$`), '']);
});

test('serves the reference page and its parts', async () => {
  const anonymous = using.anonymous();
  const page = await anonymous.get('/docs');
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  const parts = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = '']) => path);
  expect(parts).toHaveLength(3);
  for (const path of parts) {
    const { status, headers, bytes } = await anonymous.get(path);
    expect([path, status]).toEqual([path, 200]);
    expect(headers.get('content-type')).toBe(
      path.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
    );
    expect(bytes.length).toBeGreaterThan(100);
  }
  expect((await anonymous.get('/docs/package.json')).status).toBeGreaterThanOrEqual(400);
});

test.each([
  '/',
  '/v1',
  '/v2/users/me/profile',
  '/v1/users/me',
  '/v1/users/me/profile/',
  '/health',
  '/docs/a/b',
  '/%00',
  '/..%2f..%2fetc%2fpasswd',
])('answers %s with 404', async (path) => {
  for (const client of [using.anonymous(), await using.as('member')]) {
    const { status, body } = await client.get(path);
    expect([status, body['code']]).toEqual([404, 'route.not-found']);
  }
});

test.each([
  ['POST', '/v1/users/me/profile', ['DELETE', 'GET', 'PATCH', 'PUT']],
  ['PUT', '/v1/users/me/injuries', ['GET', 'POST']],
  ['GET', '/v1/users/me/avatar-uploads', ['POST']],
  ['DELETE', '/health/live', ['GET']],
  ['TRACE', '/meta', ['GET']],
  ['OPTIONS', '/v1/users/me/preferences', ['GET', 'PATCH']],
])('H14 answers %s %s with 405 and what is allowed', async (method, path, allowed) => {
  const { status, headers, text } = await byHand(method, path);
  expect(status).toBe(405);
  expect(headers['allow']?.split(', ').sort()).toEqual(allowed);
  expect(JSON.parse(text)).toMatchObject({ code: 'route.method-not-allowed' });
});

test('H14 answers HEAD as API Gateway does, which makes no GET of it: without a body', async () => {
  const { status, headers, text } = await byHand('HEAD', '/health/live');
  expect([status, headers['allow'], text]).toEqual([405, 'GET', '']);
});

test('H15 answers a preflight of a known origin, and tells an unknown one nothing', async () => {
  const asked = {
    'access-control-request-method': 'PATCH',
    'access-control-request-headers': 'authorization,if-match',
  };
  const path = '/v1/users/me/profile';
  const known = await byHand('OPTIONS', path, { ...asked, origin: origin });
  expect(known.status).toBe(204);
  expect(known.headers['access-control-allow-methods']).toContain('PATCH');
  expect(known.headers['access-control-allow-headers']?.split(',')).toEqual(
    expect.arrayContaining(['authorization', 'content-type', 'if-match', 'if-none-match', 'idempotency-key']),
  );
  expect(known.headers['access-control-allow-credentials']).toBeUndefined();
  expect(Number(known.headers['access-control-max-age'])).toBeGreaterThan(0);
  for (const stranger of [
    'https://evil.example',
    'null',
    'http://localhost:5173.evil.example',
    'http://LOCALHOST:5173',
  ]) {
    const unknown = await byHand('OPTIONS', path, { ...asked, origin: stranger });
    expect(Object.keys(unknown.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  }
});

test('H15 lets a page of a known origin read the headers that a client needs, also of a refusal', async () => {
  const { status, headers } = await byHand('GET', '/v1/users/me/profile', { origin: origin });
  expect([status, headers['access-control-allow-origin']]).toEqual([401, origin]);
  expect(headers['vary']?.split(', ')).toContain('origin');
  expect(headers['access-control-expose-headers']?.split(',')).toEqual(
    expect.arrayContaining(['etag', 'location', 'link', 'retry-after', 'x-request-id']),
  );
});

test('takes over a request id that is one, and makes its own for one that is not', async () => {
  const anonymous = using.anonymous();
  const taken = await anonymous.get('/meta', { headers: { 'x-request-id': 'of-the-caller-1' } });
  expect(taken.headers.get('x-request-id')).toBe('of-the-caller-1');
  const own = await anonymous.get('/meta', { headers: { 'x-request-id': 'a b"{}' } });
  expect(own.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
});

test('answers with the trace id of the caller', async () => {
  const traceparent = `00-${'4b1d'.repeat(8)}-${'2'.repeat(16)}-01`;
  const { body } = await using.anonymous().get('/nowhere', { headers: { traceparent } });
  expect(body['traceId']).toBe('4b1d'.repeat(8));
});

test('leaves a body of more than 10 MB to the gateway, which refuses it in its own shape', async () => {
  const headers = { 'content-type': 'application/json', 'content-length': String(10 * 1024 * 1024 + 1) };
  const { status, text } = await byHand('PUT', '/v1/users/me/profile', headers);
  expect([status, JSON.parse(text)]).toEqual([413, { message: 'Request Entity Too Large' }]);
});

interface ByHand {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly text: string;
}

/** For what `fetch` does not send: some methods and headers, or a length without a body. */
function byHand(method: string, path: string, headers: Readonly<Record<string, string>> = {}) {
  return new Promise<ByHand>((resolve, reject) => {
    const call = request(`${using.platform.url}${path}`, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        call.destroy();
        const bytes = Buffer.concat(chunks);
        const { statusCode: status = 0 } = response;
        resolve({ status, headers: response.headers as Record<string, string>, bytes, text: bytes.toString() }); // none is set twice
      });
    });
    call.on('error', reject);
    if ('content-length' in headers) call.flushHeaders();
    else call.end();
  });
}
