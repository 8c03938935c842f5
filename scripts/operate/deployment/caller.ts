import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Stage } from '../stage.ts';

/** Who is about to change which account. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
  readonly region: string;
}

const TIME_LIMIT_MS = 20_000;
const REJECTED = new Set([
  'InvalidClientTokenId',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'IncompleteSignature',
  'AuthFailure',
]);
const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired']);

/** Asks AWS whose credentials these are. Throws one line with the next step when there are none, or none that count. */
export async function findCaller(stage: Stage): Promise<Caller> {
  const sts = new STSClient({ ...stage.client(''), maxAttempts: 2 });
  const region = await sts.config.region();
  try {
    const abortSignal = AbortSignal.timeout(TIME_LIMIT_MS);
    const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal });
    return { account: Account, arn: Arn, region };
  } catch (error) {
    throw new Error(describeRefusal(error, region), { cause: error });
  }
}

/** What is wrong with the credentials, and what to do. */
export function describeRefusal(error: unknown, region: string): string {
  const { name = '', message = '' } = error as { readonly name?: string; readonly message?: string }; // of the SDK
  const [first = ''] = message.split('\n');
  if (name === 'CredentialsProviderError' || /could not load credentials/i.test(message)) {
    return `there are no AWS credentials (${first}): set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and try again`;
  }
  if (EXPIRED.has(name)) return `the AWS credentials have expired (${first}): sign in again, then repeat the command`;
  if (REJECTED.has(name)) {
    return `AWS does not accept these credentials (${name}: ${first}): check AWS_PROFILE and the AWS_* variables, then try again`;
  }
  return `AWS cannot be asked in ${region} (${name}: ${first || 'no answer'}): check the region and the network, then try again`;
}
