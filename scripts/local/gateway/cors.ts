/** `provider.httpApi.cors` of the root serverless.yml. */
export interface CorsSettings {
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposedResponseHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAge: number | undefined;
}

/** Reads the setting; undefined when the API has none. Anything that is not a list of texts counts as empty. */
export function readCors(setting: unknown): CorsSettings | undefined {
  if (typeof setting !== 'object' || setting === null) return undefined;
  const given = setting as Readonly<Record<string, unknown>>; // checked above
  const list = (name: string): readonly string[] => (Array.isArray(given[name]) ? given[name].map(String) : []);
  return {
    allowedOrigins: list('allowedOrigins'),
    allowedMethods: list('allowedMethods'),
    allowedHeaders: list('allowedHeaders'),
    exposedResponseHeaders: list('exposedResponseHeaders'),
    allowCredentials: given['allowCredentials'] === true,
    maxAge: typeof given['maxAge'] === 'number' ? given['maxAge'] : undefined,
  };
}

/** Headers of the answer to a preflight request: none of them when the origin is not allowed. */
export function preflightHeaders(cors: CorsSettings, origin: string | undefined): Readonly<Record<string, string>> {
  const shared = originHeaders(cors, origin);
  if (Object.keys(shared).length === 0) return {};
  return {
    ...shared,
    'access-control-allow-methods': cors.allowedMethods.join(','),
    'access-control-allow-headers': cors.allowedHeaders.map((name) => name.toLowerCase()).join(','),
    ...(cors.maxAge === undefined ? {} : { 'access-control-max-age': String(cors.maxAge) }),
  };
}

/** Headers of any other answer; a function's own are replaced by these. */
export function responseHeaders(cors: CorsSettings, origin: string | undefined): Readonly<Record<string, string>> {
  const shared = originHeaders(cors, origin);
  if (Object.keys(shared).length === 0 || cors.exposedResponseHeaders.length === 0) return shared;
  return { ...shared, 'access-control-expose-headers': cors.exposedResponseHeaders.join(',').toLowerCase() };
}

function originHeaders(cors: CorsSettings, origin: string | undefined): Readonly<Record<string, string>> {
  if (origin === undefined) return {};
  const any = cors.allowedOrigins.includes('*');
  if (!any && !cors.allowedOrigins.includes(origin)) return {};
  return {
    'access-control-allow-origin': any ? '*' : origin,
    ...(cors.allowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
  };
}
