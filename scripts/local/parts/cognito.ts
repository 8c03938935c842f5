import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoUsers } from '../demo-users.ts';
import { portOf } from '../endpoints.ts';
import { localNames } from '../local-names.ts';
import { answersHttp, type Part, startPart } from './start-part.ts';

const { region, userPoolId, userPoolClientId } = localNames;
const CREATED = '2026-01-01T00:00:00.000Z';

/** cognito-local with our pool, client, groups and demo users; what it has already stays. */
export function startCognito(url: string, folder: string, onDeath: (message: string) => void): Promise<Part> {
  writeSettings(join(folder, '.cognito'));
  return startPart({
    label: 'Cognito (cognito-local)',
    script: 'cognito-host.ts',
    folder,
    env: { PORT: String(portOf(url)), HOST: '127.0.0.1', AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1' },
    isReady: () => answersHttp(`${url}/health`),
    onDeath,
  });
}

/** Its store is plain JSON: written before the start, it needs no calls, and users can have ids of our choice. */
function writeSettings(folder: string): void {
  const database = join(folder, 'db');
  mkdirSync(database, { recursive: true });
  // The issuer of the real service, which is what tokens are checked against.
  const TokenConfig = { IssuerDomain: `https://cognito-idp.${region}.amazonaws.com` };
  writeJson(join(folder, 'config.json'), { TokenConfig });
  if (!existsSync(join(database, 'clients.json'))) writeJson(join(database, 'clients.json'), clients());
  if (!readdirSync(database).includes(`${userPoolId}.json`)) writeJson(join(database, `${userPoolId}.json`), pool());
}

const writeJson = (file: string, content: unknown): void =>
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);

const clients = (): object => ({
  Clients: {
    [userPoolClientId]: {
      ClientId: userPoolClientId,
      ClientName: 'gymcoach-local',
      UserPoolId: userPoolId,
      CreationDate: CREATED,
      LastModifiedDate: CREATED,
      AllowedOAuthFlowsUserPoolClient: false,
      AccessTokenValidity: 60,
      IdTokenValidity: 60,
      RefreshTokenValidity: 30,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
    },
  },
});

const pool = (): object => ({
  Options: { Id: userPoolId, Name: 'gymcoach-local', UsernameAttributes: ['email'], MfaConfiguration: 'OFF' },
  Groups: Object.fromEntries(
    ['admin', 'coach'].map((name) => [
      name,
      {
        GroupName: name,
        CreationDate: CREATED,
        LastModifiedDate: CREATED,
        members: demoUsers.filter(({ groups }) => groups.includes(name)).map(({ id }) => id),
      },
    ]),
  ),
  Users: Object.fromEntries(
    demoUsers.map(({ id, email, password }) => [
      id,
      {
        Username: id,
        Password: password,
        Attributes: [
          { Name: 'sub', Value: id },
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
        ],
        Enabled: true,
        UserStatus: 'CONFIRMED',
        UserCreateDate: CREATED,
        UserLastModifiedDate: CREATED,
        RefreshTokens: [],
      },
    ]),
  ),
});
