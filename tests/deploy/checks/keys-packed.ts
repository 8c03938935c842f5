import type { Deployed } from '../deployed-stacks.ts';

/** Services deployed beside their platform whose functions do not carry the keys of its user pool. */
export function keysPacked({ stacks, exports }: Deployed): readonly string[] {
  const services = stacks.filter(
    ({ template }) =>
      Object.values(template).some(({ Type }) => Type === 'AWS::ApiGatewayV2::Integration') &&
      !Object.values(template).some(({ Type }) => Type === 'AWS::Cognito::UserPool'),
  );
  const packed = /"JWKS":"\{\\"keys\\":\[\{/;
  const lacking = services.filter(({ template }) => !packed.test(JSON.stringify(template)));
  return exports.size === 0
    ? ['nothing is exported']
    : lacking.map(({ name }) => `${name} has no keys of the user pool`);
}
