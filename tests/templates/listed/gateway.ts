import { isShape, type ListedProperty, of, plus } from '../listed-property.ts';

/** The HTTP API. */
export const gateway: readonly ListedProperty[] = [
  ...of('AWS::ApiGatewayV2::Route', [
    { rule: 'G1_route_is_declared', path: 'Properties.RouteKey', weaker: ['ANY /v1/{proxy+}'] },
    { rule: 'G1_route_is_declared', path: 'Properties.AuthorizationType', weaker: ['NONE'] },
  ]),
  ...of('AWS::ApiGatewayV2::Stage', [
    { rule: 'CT.APIGATEWAY.PR.4', path: 'Properties.AccessLogSettings' },
    { rule: 'CT.APIGATEWAY.PR.4', path: 'Properties.AccessLogSettings.DestinationArn' },
    {
      rule: 'G2_no_token_is_logged',
      path: 'Properties.AccessLogSettings.Format',
      weaker: [
        '{"requestId":"$context.requestId","authorization":"$request.header.Authorization"}',
        '{"requestId":"$context.requestId","path":"$context.path"}',
      ],
    },
    { rule: 'G3_stage_is_throttled', path: 'Properties.DefaultRouteSettings' },
    { rule: 'G3_stage_is_throttled', path: 'Properties.DefaultRouteSettings.ThrottlingRateLimit', weaker: [100_000] },
    { rule: 'G3_stage_is_throttled', path: 'Properties.DefaultRouteSettings.ThrottlingBurstLimit', weaker: [100_000] },
    { rule: 'G3_single_routes_are_throttled', path: 'Properties.RouteSettings' },
  ]),
  ...of('AWS::ApiGatewayV2::Api', [
    { rule: 'G4_no_other_way_in', path: 'Properties.DisableExecuteApiEndpoint' },
    {
      rule: 'G6_origins_are_exact',
      path: 'Properties.CorsConfiguration.AllowOrigins',
      weaker: [['*'], plus('*'), ['https://*.example'], plus('null')],
    },
    { rule: 'G6_origins_are_exact', path: 'Properties.CorsConfiguration.AllowHeaders', weaker: [['*']] },
    { rule: 'G6_origins_are_exact', path: 'Properties.CorsConfiguration.AllowMethods', weaker: [['*']] },
    {
      rule: 'G6_origins_are_exact',
      path: 'Properties.CorsConfiguration',
      removed: false,
      weaker: [(value: unknown) => (isShape(value) ? { ...value, AllowCredentials: true } : value)],
    },
  ]),
  ...of('AWS::ApiGatewayV2::DomainName', [
    { rule: 'G4_modern_tls', path: 'Properties.DomainNameConfigurations.*.SecurityPolicy', weaker: ['TLS_1_0'] },
  ]),
];
