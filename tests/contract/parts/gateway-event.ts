export interface GatewayRequest {
  /** `PUT /v1/users/{userId}/profile`. */
  readonly routeKey: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What the HTTP API sends to a function (payload format 2.0). */
export function gatewayEvent({ routeKey, params = {}, token, headers = {}, body }: GatewayRequest): unknown {
  const [method = '', template = ''] = routeKey === '$default' ? ['GET', '/no/such/route'] : routeKey.split(' ');
  const path = template.replace(/\{(\w+)\}/g, (_all, name: string) => params[name] ?? '');
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: '',
    headers: {
      host: 'api.example.com',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(Object.keys(params).length === 0 ? {} : { pathParameters: params }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'test',
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'test',
      routeKey,
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 1767225600000,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}
