import {
  AdminAddUserToGroupCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createAuditTrail } from '../../layers/core/audit/audit-trail.ts';
import { createDynamoClient } from '../../layers/core/clients/dynamodb.ts';
import { createTable } from '../../layers/core/table.ts';
import { findPool } from './find-pool.ts';
import { giveRole } from './give-role.ts';
import { readArguments, runCommand, type Stage, tablesEndpoint } from './stage.ts';

const REASON = 'given by the operator';
const EMAIL = /^[^\s@"\\]{1,64}@[^\s@"\\]{1,190}$/;

/**
 * `npm run grant -- --stage S --role admin <email>`: gives a built-in role, above all to the first admin. The table first,
 * as the access service does it; a repeat mends what failed halfway.
 */
await runCommand('grant', async () => {
  const { stage, flags, names } = readArguments('npm run grant -- --stage <stage> --role <admin|coach> <email>', {
    role: { type: 'string' },
  });
  const [email = ''] = names;
  const { role } = flags;
  if (role !== 'admin' && role !== 'coach') throw new Error('--role must be admin or coach');
  if (!EMAIL.test(email)) throw new Error('give the e-mail address of a person who has signed up');
  const cognito = new CognitoIdentityProviderClient(
    stage.client(process.env['GYMCOACH_COGNITO_URL'] || 'http://127.0.0.1:3002'),
  );
  const UserPoolId = await findPool(stage);
  const { Users = [] } = await cognito.send(new ListUsersCommand({ UserPoolId, Filter: `email = "${email}"` }));
  const [user, another] = Users.filter(({ Attributes = [] }) =>
    Attributes.some(({ Name, Value }) => Name === 'email_verified' && Value === 'true'),
  );
  if (another !== undefined) throw new Error('several people have this address: it must be one');
  if (user?.Username === undefined)
    throw new Error(`nobody with this address has signed up and confirmed it on ${stage.name}`);
  if (user.UserStatus !== 'CONFIRMED') throw new Error('this person has not confirmed the address yet');
  await giveRole(await openTables(cognito, stage), user.Username, role, REASON);
  await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName: role, Username: user.Username }));
  return `granted ${role}; it counts from the next token on`;
});

/** The stage's tables, with the credentials and in the region of the shell. */
async function openTables(cognito: CognitoIdentityProviderClient, stage: Stage) {
  const found = await cognito.config.credentials();
  const client = createDynamoClient({
    region: await cognito.config.region(),
    endpoint: tablesEndpoint(stage),
    credentials: () => found,
  });
  const main = createTable(client, `gymcoach-${stage.name}-main`);
  const audit = createTable(client, `gymcoach-${stage.name}-audit`);
  return { main, trail: createAuditTrail({ main, audit, now: Date.now }), now: Date.now };
}
