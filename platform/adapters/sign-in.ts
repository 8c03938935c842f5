import { randomBytes } from 'node:crypto';
import { challengeTime, publicNumber, signChallenge } from './srp.ts';

export interface SignInOptions {
  /** The user pool's address; calls to it need no AWS credentials. */
  readonly endpoint: string;
  /** `<region>_<name>`. */
  readonly userPoolId: string;
  readonly clientId: string;
  /** The local pool knows no SRP; a deployed one takes no password. */
  readonly flow: 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH';
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

type Answer = Readonly<Record<string, unknown>>;

const TIME_LIMIT_MS = 8_000;
const SECRET_BYTES = 128;

/** An access token of a person of the pool, by the app client that apps use. */
export async function signIn(options: SignInOptions, { username, password }: Credentials): Promise<string> {
  const { clientId: ClientId, flow: AuthFlow } = options;
  if (AuthFlow === 'USER_PASSWORD_AUTH') {
    const AuthParameters = { USERNAME: username, PASSWORD: password };
    return tokenOf(await ask(options, 'InitiateAuth', { ClientId, AuthFlow, AuthParameters }));
  }
  const a = BigInt(`0x${randomBytes(SECRET_BYTES).toString('hex')}`);
  const AuthParameters = { USERNAME: username, SRP_A: publicNumber(a) };
  const begun = await ask(options, 'InitiateAuth', { ClientId, AuthFlow, AuthParameters });
  if (begun['ChallengeName'] !== 'PASSWORD_VERIFIER') throw new Error(`sign-in: challenge ${begun['ChallengeName']}`);
  const given = begun['ChallengeParameters'] as Readonly<Record<string, string>>; // of this challenge
  const { USER_ID_FOR_SRP: userId = '', SALT: salt = '', SRP_B: srpB = '', SECRET_BLOCK: secretBlock = '' } = given;
  const timestamp = challengeTime(new Date());
  const poolName = options.userPoolId.split('_')[1] ?? '';
  const signature = signChallenge({ a, poolName, password, timestamp }, { salt, srpB, userId, secretBlock });
  const ChallengeResponses = {
    USERNAME: userId,
    PASSWORD_CLAIM_SECRET_BLOCK: secretBlock,
    TIMESTAMP: timestamp,
    PASSWORD_CLAIM_SIGNATURE: signature,
  };
  // Where the pool has opened a session, the answer has to name it.
  const session = begun['Session'] === undefined ? {} : { Session: begun['Session'] };
  const answer = { ClientId, ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses, ...session };
  return tokenOf(await ask(options, 'RespondToAuthChallenge', answer));
}

function tokenOf({ AuthenticationResult, ChallengeName }: Answer): string {
  const { AccessToken } = (AuthenticationResult ?? {}) as { readonly AccessToken?: unknown }; // checked on the next line
  if (typeof AccessToken === 'string') return AccessToken;
  throw new Error(`sign-in: no token${ChallengeName === undefined ? '' : `, but challenge ${ChallengeName}`}`);
}

async function ask({ endpoint }: SignInOptions, action: string, input: object): Promise<Answer> {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
    },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  }).catch((cause: unknown) => {
    throw new Error('sign-in: the user pool does not answer', { cause });
  });
  const body = (await answer.json().catch(() => ({}))) as Answer; // every answer of this protocol is an object
  // The name alone: messages may name the person.
  if (!answer.ok) throw new Error(`sign-in: ${String(body['__type'] ?? answer.status).replace(/^.*#/, '')}`);
  return body;
}
