import { type CrossRule, functionsOf, ofType } from '../cross-rule.ts';

/** The gateway gives up after 30 s: a function that it calls answers before. */
export const gatewayOutlasts: CrossRule = {
  name: 'L12_answers_before_the_gateway_gives_up',
  check(resources) {
    const called = ofType(resources, 'AWS::ApiGatewayV2::Integration').flatMap(([, { Properties }]) =>
      functionsOf(resources, Properties['IntegrationUri']),
    );
    return [...new Set(called)]
      .filter((id) => !(Number(resources[id]?.Properties['Timeout']) < 29))
      .map((resource) => ({ resource, message: 'may answer later than the gateway waits' }));
  },
};
