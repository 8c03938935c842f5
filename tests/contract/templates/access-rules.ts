import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readStacks } from '../../../scripts/build/read-stack.ts';
import { repositoryRoot } from '../../../scripts/build/repository-root.ts';
import { readCors } from '../../../scripts/local/gateway/cors.ts';
import { everywhere, ofType, properties, STACKS, STAGES, type Stage, template } from './packaged-templates.ts';

/** How people and clients come in: sign-in, the gateway and its routes. */
export function accessRules(): void {
  describe('the user pool', () => {
    test.each(STAGES)('wants long passwords, offers TOTP and takes e-mail addresses in %s', (stage) => {
      expect(properties('platform', stage, 'UserPool')).toMatchObject({
        UsernameAttributes: ['email'],
        MfaConfiguration: 'OPTIONAL',
        EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
        Policies: {
          PasswordPolicy: {
            MinimumLength: 14,
            RequireLowercase: true,
            RequireUppercase: true,
            RequireNumbers: true,
            RequireSymbols: true,
          },
        },
      });
      const groups = ofType('platform', stage, 'AWS::Cognito::UserPoolGroup').map(
        ([, group]) => group.Properties['GroupName'],
      );
      expect(groups.sort()).toEqual(['admin', 'coach']);
    });

    test.each(STAGES)('gives its client no secret and no attribute to rise by in %s', (stage) => {
      expect(properties('platform', stage, 'UserPoolClient')).toMatchObject({
        GenerateSecret: false,
        PreventUserExistenceErrors: 'ENABLED',
        EnableTokenRevocation: true,
        AccessTokenValidity: 60,
        TokenValidityUnits: { AccessToken: 'minutes' },
        AllowedOAuthFlows: ['code'],
        WriteAttributes: ['email'],
      });
    });

    test('takes a plain password in dev only, and returns to exact addresses', () => {
      const flows = (stage: Stage) => properties('platform', stage, 'UserPoolClient')['ExplicitAuthFlows'];
      expect(flows('dev')).toContain('ALLOW_USER_PASSWORD_AUTH');
      expect(flows('prod')).toEqual(['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']);
      const callbacks = properties('platform', 'prod', 'UserPoolClient')['CallbackURLs'];
      expect(callbacks).toEqual([expect.stringMatching(/^https:\/\/[^*]+$/)]);
    });
  });

  describe('the HTTP API', () => {
    test.each(STAGES)('answers exact origins and shows clients the headers they need in %s', (stage) => {
      const cors = properties('platform', stage, 'HttpApi')['CorsConfiguration'];
      expect(JSON.stringify(cors)).not.toContain('*');
      expect(cors).toMatchObject({
        AllowOrigins: expect.arrayContaining([expect.stringMatching(/^https?:\/\/[^/]+$/)]),
        AllowHeaders: [
          'authorization',
          'content-type',
          'if-match',
          'if-none-match',
          'idempotency-key',
          'x-request-id',
          'traceparent',
        ],
        ExposeHeaders: [
          ...['ETag', 'Location', 'Link', 'Retry-After', 'RateLimit', 'RateLimit-Policy'],
          ...['X-Request-Id', 'Idempotency-Replayed'],
        ],
        MaxAge: expect.any(Number),
      });
      expect(cors).not.toHaveProperty('AllowCredentials');
    });

    test.each(STAGES)('H15 has the CORS settings that the local API obeys in %s', (stage) => {
      const packaged = properties('platform', stage, 'HttpApi')['CorsConfiguration'];
      const local = readCors(readStacks({ stage })[0]?.get('provider.httpApi.cors'));
      expect(packaged).toEqual({
        AllowOrigins: local?.allowedOrigins,
        AllowMethods: local?.allowedMethods,
        AllowHeaders: local?.allowedHeaders,
        ExposeHeaders: local?.exposedResponseHeaders,
        MaxAge: local?.maxAge,
      });
      expect(local).toMatchObject({ allowCredentials: false, maxAge: expect.any(Number) });
      expect(local?.allowedOrigins).not.toContain('null');
    });

    test.each(STAGES)('H15 allows the methods that routes have, and OPTIONS for preflights, in %s', (stage) => {
      const methods = [...STACKS.keys()]
        .flatMap((name) => ofType(name, stage, 'AWS::ApiGatewayV2::Route'))
        .map(([, route]) => String(route.Properties['RouteKey']).split(' ')[0])
        .filter((method) => method !== '$default');
      const { AllowMethods } = properties('platform', stage, 'HttpApi')['CorsConfiguration'] as Record<
        string,
        string[]
      >; // as CloudFormation has it
      expect(AllowMethods?.toSorted()).toEqual([...new Set([...methods, 'OPTIONS'])].toSorted());
    });

    test('lets no plain http origin in, in prod', () => {
      expect(JSON.stringify(properties('platform', 'prod', 'HttpApi')['CorsConfiguration'])).not.toContain('http://');
      expect(JSON.stringify(properties('platform', 'prod', 'MediaBucket')['CorsConfiguration'])).not.toContain(
        'http://',
      );
    });

    test.each(STAGES)('is throttled and logs one JSON line per request, without its headers, in %s', (stage) => {
      const defaults = properties('platform', stage, 'HttpApiStage');
      expect(defaults).toMatchObject({
        StageName: '$default',
        DefaultRouteSettings: { ThrottlingRateLimit: expect.any(Number), ThrottlingBurstLimit: expect.any(Number) },
      });
      const { Format } = defaults['AccessLogSettings'] as { Format: string }; // the CLI's own shape
      expect(JSON.parse(Format)).toMatchObject({ requestId: '$context.requestId', status: '$context.status' });
      expect(Format).not.toMatch(/authorization|header|\$context\.path/i);
    });

    test.each(everywhere)('has every route that %s declares in %s, and no other', (name, stage) => {
      const routes = ofType(name, stage, 'AWS::ApiGatewayV2::Route').map(([, route]) =>
        String(route.Properties['RouteKey']),
      );
      expect(routes.sort()).toEqual([...declaredRoutes(STACKS.get(name) ?? '')].sort());
    });

    test.each(STAGES)('keeps readiness for signed callers and leaves tokens to the functions in %s', (stage) => {
      const routes = [
        ...ofType('platform', stage, 'AWS::ApiGatewayV2::Route'),
        ...ofType('user-profile-service', stage, 'AWS::ApiGatewayV2::Route'),
      ];
      const authorized = routes.filter(([, { Properties }]) => Properties['AuthorizationType'] !== undefined);
      expect(authorized.map(([, { Properties }]) => [Properties['RouteKey'], Properties['AuthorizationType']])).toEqual(
        [['GET /health/ready', 'AWS_IAM']],
      );
    });

    test.each(STAGES)('is where the service attaches its routes in %s', (stage) => {
      const id = { 'Fn::ImportValue': `gymcoach-${stage}-http-api-id` };
      for (const [, route] of ofType('user-profile-service', stage, 'AWS::ApiGatewayV2::Route')) {
        expect(route.Properties['ApiId']).toEqual(id);
      }
      expect(ofType('user-profile-service', stage, 'AWS::ApiGatewayV2::Api')).toEqual([]);
    });
  });

  test.each(STAGES)('the service imports nothing that the platform does not export in %s', (stage) => {
    const exported = Object.values(template('platform', stage).Outputs).map((output) => output.Export?.Name);
    const imports = JSON.stringify(template('user-profile-service', stage)).matchAll(/"Fn::ImportValue":"([^"]+)"/g);
    const names = [...imports].map((match) => match[1]);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(exported).toContain(name);
  });
}

/** Route keys as the YAML has them, read apart from the CLI. */
function declaredRoutes(stack: string): readonly string[] {
  const text = readFileSync(join(repositoryRoot, stack, 'serverless.yml'), 'utf8');
  const document = parse(text, { logLevel: 'silent' }) as {
    functions: Record<string, { events?: { httpApi?: string | { method: string; path: string } }[] }>;
  }; // our own files have this shape
  return Object.values(document.functions).flatMap(({ events = [] }) =>
    events.flatMap(({ httpApi }) => {
      if (httpApi === undefined) return [];
      if (typeof httpApi !== 'string') return `${httpApi.method} ${httpApi.path}`;
      return httpApi === '*' ? '$default' : httpApi;
    }),
  );
}
