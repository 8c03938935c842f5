import { resolveEndpoint } from './resolve-endpoint.ts';

test('goes to the region over TLS unless told otherwise', () => {
  const host = 'dynamodb.eu-west-1.amazonaws.com';
  expect(resolveEndpoint('eu-west-1')).toEqual({ secure: true, hostname: host, port: 443, host });
});

test('knows the domain of the Chinese regions', () => {
  expect(resolveEndpoint('cn-north-1').host).toBe('dynamodb.cn-north-1.amazonaws.com.cn');
});

test.each([
  ['http://127.0.0.1:3001', '127.0.0.1', 3001, '127.0.0.1:3001'],
  ['http://localhost:8000/', 'localhost', 8000, 'localhost:8000'],
  ['http://[::1]:8000', '::1', 8000, '[::1]:8000'],
  ['https://vpce-1.dynamodb.eu-west-1.vpce.amazonaws.com', 'vpce-1.dynamodb.eu-west-1.vpce.amazonaws.com', 443],
])('takes %s', (override, hostname, port, host = hostname) => {
  const secure = override.startsWith('https');
  expect(resolveEndpoint('eu-west-1', override)).toEqual({ secure, hostname, port, host });
});

test.each([
  'http://10.0.0.1:8000',
  'http://dynamodb.eu-west-1.amazonaws.com',
  'http://127.0.0.1.evil.example',
  'http://0.0.0.0',
])('refuses to send in clear to %s', (override) => {
  expect(() => resolveEndpoint('eu-west-1', override)).toThrow('plain http and not on loopback');
});

test.each(['ftp://127.0.0.1', 'https://user:secret@host', 'https://host/path', 'https://host/?q=1'])(
  'refuses %s, and does not repeat its user or path',
  (override) => {
    expect(() => resolveEndpoint('eu-west-1', override)).toThrow(/^((?!secret|path|q=1).)*$/);
  },
);

test.each(['', 'eu-west-1.evil.example/', 'EU'])('refuses %j as a region', (region) => {
  expect(() => resolveEndpoint(region)).toThrow('AWS_REGION');
});
