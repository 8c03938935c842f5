import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signIn } from './sign-in.ts';

type Json = Readonly<Record<string, unknown>>;

const asked: (readonly [action: string | undefined, body: Json])[] = [];
let session: Json = {};
let server: Server;
let endpoint: string;

/** A pool that wants the password proved, and takes any proof. */
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const action = String(request.headers['x-amz-target']).split('.')[1];
    asked.push([action, JSON.parse(text)]);
    const ChallengeParameters = { USER_ID_FOR_SRP: 'id', SALT: '0a', SRP_B: 'c3', SECRET_BLOCK: 'YmxvY2s=' };
    const challenge = { ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters, ...session };
    const tokens = { AuthenticationResult: { AccessToken: 'token' } };
    response.end(JSON.stringify(action === 'InitiateAuth' ? challenge : tokens));
  });
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // it listens on TCP
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked.length = 0;
});

const enter = () =>
  signIn(
    { endpoint, userPoolId: 'eu-west-1_Pool', clientId: 'client', flow: 'USER_SRP_AUTH' },
    { username: 'somebody', password: 'a Password-1234' },
  );

test.each([[{}], [{ Session: 'the session' }]])(
  'proves the password in the session %j of the challenge',
  async (given) => {
    session = given;
    expect(await enter()).toBe('token');
    const [[begun] = [], [answered, body] = []] = asked;
    expect([begun, answered]).toEqual(['InitiateAuth', 'RespondToAuthChallenge']);
    expect(body).toMatchObject({ ClientId: 'client', ChallengeName: 'PASSWORD_VERIFIER', ...given });
    expect('Session' in (body ?? {})).toBe('Session' in given);
  },
);

test('sends no password', async () => {
  await enter();
  expect(JSON.stringify(asked)).not.toContain('a Password-1234');
});
