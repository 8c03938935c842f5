import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type RequestParts, readTarget, requestEvent } from './request-event.ts';

const event = (parts: Partial<RequestParts> = {}): APIGatewayProxyEventV2 =>
  requestEvent({
    method: 'POST',
    path: '/v1/users/me/profile',
    query: '',
    rawHeaders: ['Host', '127.0.0.1:3000'],
    body: Buffer.alloc(0),
    routeKey: 'POST /v1/users/{userId}/profile',
    pathParameters: { userId: 'me' },
    sourceIp: '127.0.0.1',
    requestId: '6a2ef2b5-7c06-4c5c-8b5e-0f3f0f8a3f10',
    time: new Date('2026-11-22T15:04:05.678Z'),
    ...parts,
  });
const target = (url: string): unknown => readTarget({ url } as IncomingMessage); // only the url is read

test('names route, path and caller as payload format 2.0 does', () => {
  const { version, routeKey, rawPath, pathParameters, requestContext } = event({
    rawHeaders: ['User-Agent', 'curl/8'],
  });
  expect({ version, routeKey, rawPath, pathParameters }).toEqual({
    version: '2.0',
    routeKey: 'POST /v1/users/{userId}/profile',
    rawPath: '/v1/users/me/profile',
    pathParameters: { userId: 'me' },
  });
  expect(requestContext).toMatchObject({
    stage: '$default',
    requestId: '6a2ef2b5-7c06-4c5c-8b5e-0f3f0f8a3f10',
    time: '22/Nov/2026:15:04:05 +0000',
    timeEpoch: Date.parse('2026-11-22T15:04:05.678Z'),
    http: { method: 'POST', path: '/v1/users/me/profile', sourceIp: '127.0.0.1', userAgent: 'curl/8' },
  });
});

test('joins repeated headers with a comma, in lower case, and keeps cookies apart', () => {
  const { headers, cookies } = event({
    rawHeaders: ['X-A', '1', 'x-a', '2', 'Cookie', 'a=1; b=2', 'Connection', 'keep-alive', 'If-Match', '"1"'],
  });
  expect(headers).toMatchObject({ 'x-a': '1,2', 'if-match': '"1"', 'x-forwarded-for': '127.0.0.1' });
  expect(headers).not.toHaveProperty('cookie');
  expect(headers).not.toHaveProperty('connection');
  expect(headers['x-amzn-trace-id']).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  expect(cookies).toEqual(['a=1', 'b=2']);
});

test('hands on the query string byte for byte, and its values decoded and joined', () => {
  const { rawQueryString, queryStringParameters } = event({ query: 'a=1&a=%202&b=x%2Cy+z&c' });
  expect(rawQueryString).toBe('a=1&a=%202&b=x%2Cy+z&c');
  expect(queryStringParameters).toEqual({ a: '1, 2', b: 'x,y z', c: '' });
});

test('leaves out what the request does not have', () => {
  const bare = event({ pathParameters: {} });
  for (const name of ['body', 'cookies', 'queryStringParameters', 'pathParameters'])
    expect(bare).not.toHaveProperty(name);
  expect(bare.isBase64Encoded).toBe(false);
});

test.each([
  ['application/json', false],
  ['application/json; charset=utf-8', false],
  ['Application/JSON', false],
  ['text/plain', false],
  ['application/xml', false],
  ['application/merge-patch+json', true],
  ['application/x-www-form-urlencoded', true],
  ['application/octet-stream', true],
  ['multipart/form-data; boundary=x', true],
  [undefined, true],
])('a body of type %s arrives as base64: %s', (contentType, isBase64Encoded) => {
  const body = Buffer.from('{"name":"Zoë"}');
  const made = event({ body, rawHeaders: contentType === undefined ? [] : ['Content-Type', contentType] });
  expect(made.isBase64Encoded).toBe(isBase64Encoded);
  expect(Buffer.from(made.body ?? '', isBase64Encoded ? 'base64' : 'utf8')).toEqual(body);
});

test.each([
  ['/a%20b/c?x=%20y', { path: '/a b/c', query: 'x=%20y' }],
  ['/a', { path: '/a', query: '' }],
  ['/a?', { path: '/a', query: '' }],
  ['/a%3Fb?c', { path: '/a', query: 'c' }],
  ['http://host:1/a?b', { path: '/a', query: 'b' }],
  ['/%zz', undefined],
  ['/%ff', undefined],
])('reads the target %s', (url, expected) => {
  expect(target(url)).toEqual(expected);
});
