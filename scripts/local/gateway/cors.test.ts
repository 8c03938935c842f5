import { preflightHeaders, readCors, responseHeaders } from './cors.ts';

const cors = readCors({
  allowedOrigins: ['https://app.example'],
  allowedMethods: ['GET', 'PUT'],
  allowedHeaders: ['Authorization', 'if-match'],
  exposedResponseHeaders: ['ETag'],
  maxAge: 60,
});
if (cors === undefined) throw new Error('a setting is read');

test('a preflight from an allowed origin names methods, headers and age', () => {
  expect(preflightHeaders(cors, 'https://app.example')).toEqual({
    'access-control-allow-origin': 'https://app.example',
    'access-control-allow-methods': 'GET,PUT',
    'access-control-allow-headers': 'authorization,if-match',
    'access-control-max-age': '60',
  });
});

test('an answer to an allowed origin exposes the headers of the setting', () => {
  expect(responseHeaders(cors, 'https://app.example')).toEqual({
    'access-control-allow-origin': 'https://app.example',
    'access-control-expose-headers': 'etag',
  });
});

test.each([undefined, 'https://evil.example', 'null'])('the origin %s gets no header at all', (origin) => {
  expect(preflightHeaders(cors, origin)).toEqual({});
  expect(responseHeaders(cors, origin)).toEqual({});
});

test('an API without the setting has none', () => {
  expect(readCors(undefined)).toBeUndefined();
});
