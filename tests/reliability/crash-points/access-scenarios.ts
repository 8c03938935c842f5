import { createAuditTrail } from '@gymcoach/core/audit';
import { giveRole } from '../../../scripts/operate/give-role.ts';
import type { Person } from '../../support/person.ts';
import { type Act, type Arrange, KEY, type Scene } from './scene.ts';

const ROLES = '/v1/admin/roles';
const INVITATIONS = '/v1/coaching/invitations';
const DAY_MS = 24 * 3_600_000;
const WHY = { reason: 'for the proof' };
const ROLE = { name: 'helper', allow: ['nutrition:read:any'] };

/** Every route of the access service that changes something, by the name of its export. */
export const accessScenarios: Readonly<Record<string, Arrange>> = {
  createRole: async (scene) => ({
    ...{ person: await admin(scene), method: 'POST', path: ROLES, options: { body: ROLE, key: KEY } },
  }),
  updateRole: async (scene) => ({
    ...{ person: await withRole(scene), method: 'PATCH', path: `${ROLES}/helper` },
    options: { body: { disabled: true }, ifMatch: '"helper.1"' },
  }),
  deleteRole: async (scene) => ({
    ...{ person: await withRole(scene), method: 'DELETE', path: `${ROLES}/helper`, options: { ifMatch: '"helper.1"' } },
  }),
  assignRole: async (scene) => onAccount(scene, 'PUT', '/roles/coach', { body: WHY }),
  removeRole: async (scene) => {
    const act = await onAccount(scene, 'DELETE', '/roles/coach?reason=for-the-proof', {});
    await scene.done(act.person, 'PUT', act.path.replace(/\?.*/, ''), { body: WHY });
    return act;
  },
  suspendAccount: async (scene) => onAccount(scene, 'POST', '/suspend', { body: WHY, key: KEY }),
  reinstateAccount: async (scene) => {
    const act = await onAccount(scene, 'POST', '/reinstate', { body: WHY, key: KEY });
    await scene.done(act.person, 'POST', act.path.replace('reinstate', 'suspend'), { body: WHY });
    return act;
  },
  signOutAccount: async (scene) => onAccount(scene, 'POST', '/sign-out', { body: WHY, key: KEY }),
  createInvitation: async ({ person, world }) => ({
    ...{ person: person('coach'), method: 'POST', path: INVITATIONS },
    options: { body: offer(world.now), key: KEY },
  }),
  acceptInvitation: async (scene) => {
    const { path, body } = await invited(scene);
    return { person: scene.person(), method: 'POST', path: `${path}/accept`, options: { body, key: KEY } };
  },
  declineInvitation: async (scene) => {
    const { path, body } = await invited(scene);
    return { person: scene.person(), method: 'POST', path: `${path}/decline`, options: { body, key: KEY } };
  },
  revokeInvitation: async (scene) => {
    const { path, coach } = await invited(scene);
    return { person: coach, method: 'POST', path: `${path}/revoke`, options: { key: KEY } };
  },
  endCoachLink: async (scene) => {
    const { client, path } = await linked(scene);
    return { person: client, method: 'DELETE', path, options: {} };
  },
  updateCoachLinkGrants: async (scene) => {
    const { client, path } = await linked(scene);
    const ifMatch = `"${path.split('/').at(-1)}.1"`;
    return { person: client, method: 'PATCH', path: `${path}/grants`, options: { body: { canWrite: true }, ifMatch } };
  },
};

const offer = (now: number) => ({
  ...{ side: 'coach', areas: ['profile'], canWrite: false, until: new Date(now + 9 * DAY_MS).toISOString() },
});

/** One who can appoint others, by the operator's command, and is not the last. */
async function admin({ person, world }: Scene): Promise<Person> {
  const made = person('admin');
  const now = (): number => world.now;
  const trail = createAuditTrail({ main: world.main, audit: world.audit, now });
  await giveRole({ main: world.main, trail, now }, made.id, 'admin', 'for the proof');
  return made;
}

async function withRole(scene: Scene): Promise<Person> {
  const person = await admin(scene);
  await scene.done(person, 'POST', ROLES, { body: ROLE });
  return person;
}

/** An act of an admin on somebody whom the user pool knows. */
async function onAccount(scene: Scene, method: string, what: string, options: Act['options']): Promise<Act> {
  const subject = scene.person();
  await scene.done(subject, 'PUT', '/v1/users/me/profile', { body: { displayName: 'Ada' } });
  return { person: await admin(scene), method, path: `/v1/admin/users/${subject.id}${what}`, options };
}

async function invited({ person, done, world }: Scene) {
  const coach = person('coach');
  const { body } = await done(coach, 'POST', INVITATIONS, { body: offer(world.now) });
  return { coach, path: `${INVITATIONS}/${String(body['id'])}`, body: { token: body['token'] } };
}

async function linked(scene: Scene) {
  const { path, body } = await invited(scene);
  const client = scene.person();
  const link = await scene.done(client, 'POST', `${path}/accept`, { body });
  return { client, path: `/v1/coaching/relationships/${String(link.body['id'])}` };
}
