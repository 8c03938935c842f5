import { documentedRoutes } from '../../support/authorization-matrix/documented-routes.ts';
import { type CrossRule, ofType } from '../cross-rule.ts';

/** Public for the gateway's own callers only: it costs a read, and tells about our insides. */
const SIGNED = ['GET /health/ready'];
let declared: ReadonlySet<string> | undefined;

/**
 * Each packaged route is one that its service declares, public or not. Those that are not run the authenticate step: the
 * authorization matrix (tests/integration) calls every declared route without a token, and refuses to pass when one answers.
 */
export const declaredRoute: CrossRule = {
  name: 'G1_route_is_declared',
  check(resources) {
    declared ??= new Set(['$default', ...documentedRoutes().map(({ method, path }) => `${method} ${path}`)]);
    return ofType(resources, 'AWS::ApiGatewayV2::Route').flatMap(([resource, { Properties }]) => {
      const key = String(Properties['RouteKey']);
      if (declared?.has(key) !== true) return [{ resource, message: `no service declares ${key}` }];
      const signed = !SIGNED.includes(key) || Properties['AuthorizationType'] === 'AWS_IAM';
      return signed ? [] : [{ resource, message: `${key} is for signed callers` }];
    });
  },
};
