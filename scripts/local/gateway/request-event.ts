import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export interface RequestParts {
  readonly method: string;
  /** Decoded, as API Gateway hands it on. */
  readonly path: string;
  /** As sent, byte for byte. */
  readonly query: string;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly sourceIp: string;
  readonly requestId: string;
  readonly time: Date;
}

/** Of the connection, not of the request: the gateway speaks to the function over another one. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/**
 * The only content types whose bodies an HTTP API hands on as text, seen on AWS; all else, also no content type,
 * `+json` and forms, arrives as base64.
 */
const TEXT = /^(text\/.+|application\/(json|xml|javascript))$/;

/** The event of payload format 2.0 for one request. */
export function requestEvent(parts: RequestParts): APIGatewayProxyEventV2 {
  const { headers, cookies } = readHeaders(parts);
  const domainName = headers['host'] ?? '127.0.0.1';
  const isText = TEXT.test((headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '');
  const hasBody = parts.body.length > 0;
  const query = readQuery(parts.query);
  return {
    version: '2.0',
    routeKey: parts.routeKey,
    rawPath: parts.path,
    rawQueryString: parts.query,
    ...(cookies.length > 0 ? { cookies: [...cookies] } : {}),
    headers,
    ...(Object.keys(query).length > 0 ? { queryStringParameters: query } : {}),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName,
      domainPrefix: domainName.split(/[.:]/)[0] ?? '',
      http: {
        method: parts.method,
        path: parts.path,
        protocol: 'HTTP/1.1',
        sourceIp: parts.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: parts.requestId,
      routeKey: parts.routeKey,
      stage: '$default',
      time: accessLogTime(parts.time),
      timeEpoch: parts.time.getTime(),
    },
    ...(hasBody ? { body: parts.body.toString(isText ? 'utf8' : 'base64') } : {}),
    ...(Object.keys(parts.pathParameters).length > 0 ? { pathParameters: { ...parts.pathParameters } } : {}),
    isBase64Encoded: hasBody && !isText,
  };
}

/** The request's path and query as API Gateway sees them; undefined for a path that is no valid UTF-8 when decoded. */
export function readTarget({ url = '/' }: IncomingMessage): { path: string; query: string } | undefined {
  const target = url.startsWith('/') ? url : url.replace(/^[a-z]+:\/\/[^/?]*/i, '') || '/'; // absolute form
  const at = target.indexOf('?');
  try {
    const path = decodeURIComponent(at === -1 ? target : target.slice(0, at));
    // A decoded question mark ends the path there, too: so it does on AWS.
    return { path: path.split('?')[0] ?? '/', query: at === -1 ? '' : target.slice(at + 1) };
  } catch {
    return undefined;
  }
}

function readHeaders({ rawHeaders, sourceIp, requestId, time }: RequestParts): {
  headers: Record<string, string>;
  cookies: readonly string[];
} {
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    if (HOP_BY_HOP.has(name)) continue;
    if (name === 'cookie') cookies.push(...value.split('; '));
    else headers[name] = headers[name] === undefined ? value : `${headers[name]},${value}`;
  }
  const seconds = Math.floor(time.getTime() / 1000).toString(16);
  headers['x-amzn-trace-id'] ??= `Root=1-${seconds}-${requestId.replaceAll('-', '').slice(0, 24)}`;
  headers['x-forwarded-for'] = [headers['x-forwarded-for'], sourceIp].filter((part) => part !== undefined).join(', ');
  headers['x-forwarded-proto'] = 'http';
  return { headers, cookies };
}

function readQuery(query: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    values[name] = values[name] === undefined ? value : `${values[name]},${value}`;
  }
  return values;
}

/** `22/Nov/2026:15:04:05 +0000` */
function accessLogTime(time: Date): string {
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(time.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${clock} +0000`;
}
