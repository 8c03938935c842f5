import { randomBytes } from 'node:crypto';
import type { Invocation } from './runtime-api.ts';

/** `GET /v1/users/me/profile` as API Gateway hands it to a function (payload format 2.0). */
export function getProfile(token: string, sampled: boolean): Invocation {
  return profileRequest('GET', token, sampled);
}

/** The same path with `PUT`, to make the row in the shape that the service itself stores. */
export function putProfile(token: string, profile: unknown): Invocation {
  return profileRequest('PUT', token, false, JSON.stringify(profile));
}

function profileRequest(method: string, token: string, sampled: boolean, body?: string): Invocation {
  const root = `1-${Math.floor(Date.now() / 1_000).toString(16)}-${randomBytes(12).toString('hex')}`;
  const path = '/v1/users/me/profile';
  return {
    trace: `Root=${root};Parent=${randomBytes(8).toString('hex')};Sampled=${sampled ? 1 : 0}`,
    event: {
      version: '2.0',
      routeKey: `${method} /v1/users/{userId}/profile`,
      rawPath: path,
      rawQueryString: '',
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
        host: 'abcdefghij.execute-api.eu-west-1.amazonaws.com',
        'user-agent': 'bench',
        'x-amzn-trace-id': `Root=${root}`,
        'x-forwarded-for': '192.0.2.10',
        'x-forwarded-port': '443',
        'x-forwarded-proto': 'https',
      },
      pathParameters: { userId: 'me' },
      requestContext: {
        accountId: '123456789012',
        apiId: 'abcdefghij',
        domainName: 'abcdefghij.execute-api.eu-west-1.amazonaws.com',
        domainPrefix: 'abcdefghij',
        http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.10', userAgent: 'bench' },
        requestId: randomBytes(8).toString('hex'),
        routeKey: `${method} /v1/users/{userId}/profile`,
        stage: '$default',
        time: '01/Nov/2026:12:00:00 +0000',
        timeEpoch: Date.now(),
      },
      ...(body === undefined ? {} : { body }),
      isBase64Encoded: false,
    },
  };
}
