import { ACTIVE_ACCOUNT } from '../../../layers/core/auth/account.ts';
import type { CoachLink } from '../../../layers/core/auth/coach-link.ts';
import type { RoleDocument } from '../../../layers/core/auth/role-document.ts';
import { type AuthzCase, ME, NOW, OTHER, SYSTEM } from './authz-case.ts';
import { KINDS, PERMISSIONS, PROTECTED } from './generate-cases.ts';

const link: CoachLink = {
  ...{ clientId: OTHER, coachId: ME, status: 'active', areas: KINDS, canWrite: true },
  ...{ notBefore: NOW, until: NOW + 1 },
};
type Changes = Partial<Omit<AuthzCase, 'permission' | 'resource'>> & {
  readonly resource?: Partial<AuthzCase['resource']>;
};

function ask(permission: string, { resource, ...changes }: Changes = {}): AuthzCase {
  return {
    groups: [],
    issuedAt: NOW / 1_000 - 60,
    account: ACTIVE_ACCOUNT,
    assignments: [],
    documents: [],
    permission,
    fields: undefined,
    ...changes,
    resource: { kind: permission.split(':')[0] ?? '', ownerId: ME, isPrivate: false, isPublic: false, ...resource },
  };
}
const coach = { groups: ['coach'] };
const admin = { groups: ['admin'] };
const others = { ownerId: OTHER };
const role = (document: Partial<RoleDocument>, until = NOW + 1): Pick<AuthzCase, 'assignments' | 'documents'> => ({
  assignments: [{ role: 'r', until }],
  documents: [{ name: 'r', allow: [], deny: [], ...document }],
});

/** What every permission is asked with: what each of the grants and denials is about, alone. */
const SITUATIONS: readonly Changes[] = [
  {},
  { resource: others },
  { resource: { ...others, link } },
  { ...coach, resource: { ...others, link } },
  { ...coach, resource: { ...others, link: { ...link, canWrite: false } } },
  { ...coach, resource: { ...others, link: { ...link, areas: [] } } },
  { ...coach, resource: { ...others, link: { ...link, status: 'ended' } } },
  { resource: { ...others, isPublic: true } },
  { ...admin },
  { ...admin, resource: others },
  { resource: { ...others, share: { userId: ME, until: NOW + 1, read: true, update: true } } },
  { ...role({ allow: ['*:*'] }) },
  { ...role({ allow: ['*:*:any'] }), resource: others },
  { ...role({ allow: ['*:*:assigned'] }), resource: { ...others, link } },
  { ...role({ deny: ['*:*'] }) },
];

/** At the edges, where two rules meet, and of what is read by few permissions. */
const EDGES: readonly AuthzCase[] = [
  ...PROTECTED.flatMap((field) => [
    ask('plan:update', { fields: [field] }),
    ask('plan:create', { fields: ['x', field] }),
  ]),
  ...['plan:read', 'plan:delete', 'upload:presign'].map((permission) => ask(permission, { fields: [...PROTECTED] })),
  ask('plan:update', { ...admin, fields: ['role'] }),
  ...[NOW, NOW + 1].map((notBefore) =>
    ask('plan:read', { ...coach, resource: { ...others, link: { ...link, notBefore } } }),
  ),
  ...[NOW, NOW + 1].map((until) => ask('plan:read', { ...coach, resource: { ...others, link: { ...link, until } } })),
  ...[{ coachId: 'x' }, { clientId: 'x' }].flatMap((party) => [
    ask('plan:read', { ...coach, resource: { ...others, link: { ...link, ...party } } }),
    ask('assignment:read', { ...coach, resource: { ...others, link: { ...link, ...party } } }),
  ]),
  ...[true, false].flatMap((read) =>
    ['plan:read', 'plan:update', 'plan:list', 'plan:delete'].flatMap((permission) =>
      [ME, 'x'].flatMap((userId) =>
        [NOW, NOW + 1].map((until) =>
          ask(permission, { resource: { ...others, share: { userId, until, read, update: !read } } }),
        ),
      ),
    ),
  ),
  ...[{}, others].flatMap((owner) =>
    [{}, admin, coach, role({ allow: ['*:*:any'] })].map((who) =>
      ask('plan:read', { ...who, resource: { ...owner, link, isPrivate: true } }),
    ),
  ),
  ...['own', 'assigned', 'any'].flatMap((scope) =>
    [{}, others, { ...others, link }].flatMap((resource) => [
      ask('plan:read', { ...role({ allow: [`plan:read:${scope}`] }), resource }),
      ask('plan:read', { ...role({ allow: ['plan:read:any'], deny: [`plan:read:${scope}`] }), resource }),
      ask('plan:read', { ...role({ allow: ['plan:read:any'], deny: [`plan:read:${scope}`] }), ...coach, resource }),
      ask('plan:read', { ...role({ deny: [`plan:read:${scope}`] }), ...admin, resource }),
      ask('sync:update', { ...role({ allow: [`sync:update:${scope}`] }), resource }),
    ]),
  ),
  ...[NOW - 1, NOW, NOW + 1].flatMap((until) => [
    ask('plan:read', { ...role({ allow: ['plan:read:any'] }, until), resource: others }),
    ask('plan:read', role({ deny: ['plan:read'] }, until)),
    ask('plan:read', { ...admin, assignments: [{ role: 'admin', until }], resource: others }),
    ask('plan:read', { ...admin, assignments: [{ role: 'coach', until }], resource: others }),
    ask('plan:read', { ...coach, assignments: [{ role: 'coach', until }], resource: { ...others, link } }),
  ]),
  ask('plan:read', { ...role({ allow: ['*:*:any'], deny: ['plan:read:own'], disabled: true }), resource: others }),
  ask('plan:read', role({ deny: ['plan:read'], disabled: true })),
  ask('plan:read', { assignments: [{ role: 'r', until: NOW + 1 }], resource: others }),
  ...['role:list', 'plan:read', 'user:list', 'audit:list'].map((permission) =>
    ask(permission, { resource: { ownerId: SYSTEM } }),
  ),
  ...['', 'plan', '*:*', 'plan:fly', 'Plan:read'].map((permission) =>
    ask(permission, { ...admin, resource: { kind: 'plan' } }),
  ),
  ...PERMISSIONS.map((permission) =>
    ask(permission, { ...admin, resource: { kind: permission.startsWith('plan:') ? 'goal' : 'plan' } }),
  ),
  ...['active', 'Active', 'suspended', ''].flatMap((status) =>
    [{}, admin].map((who) => ask('plan:read', { ...who, account: { ...ACTIVE_ACCOUNT, status } })),
  ),
  ...[-61, -60, -59].map((offset) =>
    ask('plan:read', { account: { ...ACTIVE_ACCOUNT, validAfter: NOW / 1_000 + offset } }),
  ),
  ...[['admin'], ['coach'], ['x']].flatMap((revokedGroups) =>
    [admin, coach].map((who) =>
      ask('plan:read', { ...who, account: { ...ACTIVE_ACCOUNT, revokedGroups }, resource: { ...others, link } }),
    ),
  ),
  // A document by the name of a built-in role is none.
  ...['user', 'coach', 'admin'].map((name) =>
    ask('plan:read', {
      assignments: [{ role: name, until: NOW + 1 }],
      documents: [{ name, allow: ['*:*:any'], deny: [] }],
      resource: others,
    }),
  ),
  // May be listed and not read, read and not listed: either makes it known.
  ...['list', 'read'].map((verb) => ask('plan:delete', { ...role({ allow: [`plan:${verb}:any`] }), resource: others })),
  ask('plan:read', { groups: ['coach', 'admin'], resource: { ...others, link } }),
  ask('plan:read', { groups: ['coach', 'admin'], resource: others }),
  ...[
    '',
    '*',
    'plan',
    'x:read',
    'plan:x',
    'plan:read:x',
    'plan:read:own:own',
    '*:x',
    'x:*',
    'x:x:x',
    'plan:x:x',
    ':',
    '::',
  ].flatMap((entry) => [
    ask('plan:read', { ...role({ allow: [entry, 'goal:read'] }), resource: others }),
    ask('plan:read', role({ deny: ['goal:read', entry] })),
  ]),
  ...['plan:*:any', '*:read:any', 'plan:*', '*:read'].flatMap((entry) =>
    ['plan:read', 'plan:list', 'goal:read', 'goal:list'].flatMap((permission) => [
      ask(permission, { ...role({ allow: [entry] }), resource: others }),
      ask(permission, role({ deny: [entry] })),
    ]),
  ),
];

/** A fixed set that touches every rule on both sides. */
export const targetedCases = (): readonly AuthzCase[] => [
  ...EDGES,
  ...SITUATIONS.flatMap((situation) => PERMISSIONS.map((permission) => ask(permission, situation))),
];
