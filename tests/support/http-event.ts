import type { HttpEvent } from '@gymcoach/middleware/http/call';

export interface EventOptions {
  /** Lower-case names; one set to `undefined` is not sent. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
}

/** A request as API Gateway hands it to a function, with ids that are always the same. */
export function httpEvent(method: string, target: string, { headers = {}, body }: EventOptions = {}): HttpEvent {
  const [rawPath = '', rawQueryString = ''] = target.split('?');
  const sent = {
    'x-request-id': 'the-same-for-all',
    traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`,
    ...headers,
  };
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers: Object.fromEntries(
      Object.entries(sent).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    requestContext: {
      accountId: '1',
      apiId: 'api',
      domainName: 'localhost',
      domainPrefix: 'api',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'gateway-request-1',
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    isBase64Encoded: false,
    ...(body === undefined ? {} : { body }),
  };
}
