import type { ServiceNames } from './service-names.ts';

/** YAML, sample events and the README of the new service, by path in its folder. */
export const otherFiles = (names: ServiceNames): Readonly<Record<string, string>> => ({
  'serverless.yml': stack(names),
  ...events(names),
  'README.md': readme(names),
});

const stack = ({ kebab, title }: ServiceNames): string => `service: gymcoach-${kebab}
org: \${env:SLS_ORG, null}
app: \${env:SLS_APP, null}
configValidationMode: error

plugins:
  localPath: ../../scripts/serverless
  modules:
    - dashboard-properties.cjs
    - core-layer.cjs
    - reproducible-archives.cjs
    - deployment.cjs
    - no-default-role.cjs
    - no-log-group-creation.cjs
    - monitoring.cjs
    - user-pool-keys.cjs
    - releases.cjs
    - invoke-local.cjs
    - serverless-esbuild
    - serverless-iam-roles-per-function

params: \${file(../_shared/params.yml)}
provider: \${file(../_shared/provider.yml)}
package: { individually: true, excludeDevDependencies: false }
custom:
  root: ../..
  monitoring: \${param:monitoring}
  esbuild: \${file(../_shared/build.yml)}
  releases: \${file(../_shared/releases.yml)}

functions:
  api:
    description: ${title} of a user
    handler: handlers/api.handler
    reservedConcurrency: \${param:reservedConcurrency, null}
    provisionedConcurrency: \${param:provisionedConcurrency, null}
    iamRoleStatements:
      - \${file(../_shared/iam/xray.yml)}
      - \${file(../_shared/iam/user-rows.yml)}
      - \${file(../_shared/iam/role-documents.yml)}
      - \${file(../_shared/iam/refusal-counts.yml)}
      - \${file(../_shared/iam/rate-limits.yml)}
    events:
      - httpApi: GET /v1/users/{userId}/${kebab}
      - httpApi: PATCH /v1/users/{userId}/${kebab}

resources:
  - \${file(../_shared/deployment-bucket.yml)}
`;

function events({ kebab }: ServiceNames): Readonly<Record<string, string>> {
  const read = { method: 'GET', kebab };
  const change = { method: 'PATCH', kebab, body: { note: 'Seen' } };
  const expected = {
    [`get-${kebab}.json`]: 200,
    [`get-${kebab}.no-token.json`]: 401,
    [`update-${kebab}.json`]: 200,
    [`update-${kebab}.no-precondition.json`]: 428,
  };
  const files = {
    [`get-${kebab}.json`]: event({ ...read, token: true }),
    [`get-${kebab}.no-token.json`]: event(read),
    [`update-${kebab}.json`]: event({ ...change, token: true, headers: { 'if-match': `"${kebab}.0"` } }),
    [`update-${kebab}.no-precondition.json`]: event({ ...change, token: true }),
    'expected.json': expected,
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [`events/${name}`, `${JSON.stringify(content, null, 2)}\n`]),
  );
}

interface EventOptions {
  readonly method: string;
  readonly kebab: string;
  readonly token?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A gateway event (payload 2.0); the token is filled in when it is run. */
function event({ method, kebab, token = false, headers = {}, body }: EventOptions): unknown {
  const path = `/v1/users/me/${kebab}`;
  const routeKey = `${method} /v1/users/{userId}/${kebab}`;
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: '',
    headers: {
      host: 'api.example.com',
      ...(token ? { authorization: 'Bearer {{token:member}}' } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/merge-patch+json' }),
      ...headers,
    },
    pathParameters: { userId: 'me' },
    requestContext: {
      accountId: '123456789012',
      apiId: 'a1b2c3d4e5',
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'sample' },
      requestId: 'sample-request-0001',
      routeKey,
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 1767225600000,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}

const readme = ({ kebab, pascal, title, words, kind }: ServiceNames): string => `# ${title} service

One versioned resource of a person, as it was generated: put what the service is for here.

| route | permission | what |
|---|---|---|
| \`GET /v1/users/{userId}/${kebab}\` | \`${kind}:read\` | read the ${words}; version 0 before the first change |
| \`PATCH /v1/users/{userId}/${kebab}\` | \`${kind}:update\` | change it (\`If-Match\`) |

\`routes.ts\` says what it promises, \`handlers/\` how it is entered, \`domain/\` what it decides (begin in
\`domain/${kebab}.schema.ts\`: \`${pascal}\` is the answer), \`adapters/\` how it reaches the world, \`deps.ts\` who is plugged
into what.

With \`npm start\` running:

\`\`\`sh
cd services/${kebab}-service
npx sls invoke local -f api --path events/get-${kebab}.json --stage local
\`\`\`
`;
