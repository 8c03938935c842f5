import { createAuditTrail } from '../../../layers/core/audit/audit-trail.ts';
import { createDynamoClient } from '../../../layers/core/clients/dynamodb.ts';
import { createTable, keys, roleShard } from '../../../layers/core/table.ts';
import { giveRole } from '../../operate/give-role.ts';
import { demoUsers } from '../demo-users.ts';
import { localNames } from '../local-names.ts';

const AUDIT_TABLE = 'gymcoach-local-audit';
const ROLE = 'dietitian';

/**
 * The rows behind the demo users' groups, as the operator's command writes them, and one custom role that nobody has.
 * Repeating it does no harm.
 */
export async function seedRoles(url: string): Promise<void> {
  const credentials = () => ({ accessKeyId: 'local', secretAccessKey: 'local' });
  const client = createDynamoClient({ region: localNames.region, endpoint: url, credentials });
  const main = createTable(client, localNames.mainTable);
  const trail = createAuditTrail({ main, audit: createTable(client, AUDIT_TABLE), now: Date.now });
  for (const { id, groups } of demoUsers) {
    for (const group of groups) {
      if (group === 'admin' || group === 'coach') {
        await giveRole({ main, trail, now: Date.now }, id, group, 'a demo user');
      }
    }
  }
  if ((await main.get(keys.role(ROLE))) !== undefined) return;
  const at = new Date().toISOString();
  const role = {
    v: 1,
    type: 'role',
    id: ROLE,
    ownerId: 'system',
    version: 1,
    createdAt: at,
    updatedAt: at,
    members: 0,
  };
  const data = { allow: ['nutrition:read:assigned', 'nutrition:list:assigned'], deny: ['photo:*'], disabled: false };
  const put = { ...keys.role(ROLE), ...role, data, G1P: keys.roleNames(roleShard(ROLE)).PK, G1S: ROLE };
  const record = { actor: 'operator', action: 'role.created', subject: 'system', resource: { kind: 'role', id: ROLE } };
  await trail.recording(record).write([{ put, when: 'absent' }]);
}
