import { safeEndpoint } from '../safe-endpoint.ts';

export interface Endpoint {
  readonly secure: boolean;
  /** For the socket: IPv6 without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** For the `host` header, which is signed: the port only where it is not the default. */
  readonly host: string;
}

/** The region's own endpoint, or the one given instead; throws on one that would send items in clear. */
export function resolveEndpoint(region: string, override?: string): Endpoint {
  if (!/^[a-z0-9-]+$/.test(region)) throw new Error('The AWS region is missing or malformed: set AWS_REGION');
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const url = safeEndpoint('DynamoDB', override ?? `https://dynamodb.${region}.${domain}`);
  const secure = url.protocol === 'https:';
  return {
    secure,
    hostname: url.hostname.replaceAll(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 443 : 80),
    host: url.host,
  };
}
