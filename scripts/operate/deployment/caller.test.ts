import { describeRefusal } from './caller.ts';

const refusal = (name: string, message: string) =>
  describeRefusal(Object.assign(new Error(message), { name }), 'eu-west-1');

test.each([
  ['CredentialsProviderError', 'Could not load credentials from any providers', /no AWS credentials .*set AWS_PROFILE/],
  ['ExpiredToken', 'The security token included in the request is expired', /have expired .*sign in again/],
  ['InvalidClientTokenId', 'The security token is invalid', /does not accept these credentials \(InvalidClientTokenId/],
  ['SignatureDoesNotMatch', 'The request signature', /does not accept these credentials/],
  ['TimeoutError', 'socket hang up\nat ...', /cannot be asked in eu-west-1 \(TimeoutError: socket hang up\): check/],
])('%s becomes one line with the next step', (name, message, said) => {
  expect(refusal(name, message)).toMatch(said);
  expect(refusal(name, message)).not.toContain('\n');
});
