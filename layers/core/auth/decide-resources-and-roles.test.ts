import { ACTIVE_ACCOUNT } from './account.ts';
import type { Role } from './built-in-roles.ts';
import { CATALOGUE, KINDS, type Kind, type Permission } from './catalogue.ts';
import type { CoachLink } from './coach-link.ts';
import { decide } from './decide.ts';
import { expand } from './expected-grants.ts';
import type { Principal } from './principal.ts';
import { type Resource, SYSTEM_OWNER } from './resource.ts';
import { parseRoleDocument } from './role-document.ts';
import type { Share } from './share.ts';

const ME = 'me';
const OTHER = 'other';
const NOW = 1_800_000_000_000;
const PERMISSIONS = [...CATALOGUE.values()].map(({ permission }) => permission);

const caller = (roles: readonly Role[] = []): Principal => ({
  userId: ME,
  roles: new Set<Role>(['user', ...roles]),
  customRoles: [],
  account: ACTIVE_ACCOUNT,
  issuedAt: NOW / 1_000 - 60,
});
const link = (changes: Partial<CoachLink> = {}): CoachLink => ({
  clientId: OTHER,
  coachId: ME,
  status: 'active',
  notBefore: NOW - 1_000,
  until: NOW + 1_000,
  areas: KINDS,
  canWrite: true,
  ...changes,
});
const kindOf = (permission: Permission): Kind => CATALOGUE.get(permission)?.kind ?? 'audit';

type Changes = Partial<Resource> & { readonly principal?: Principal };
function ask(permission: Permission, { principal = caller(), ownerId = ME, ...resource }: Changes = {}) {
  return decide({ principal, permission, resource: { kind: kindOf(permission), ownerId, ...resource }, now: NOW });
}
const allowed = (changes: Changes): readonly string[] =>
  PERMISSIONS.filter((permission) => ask(permission, changes).allow).sort();

describe('what its owner marked as private', () => {
  const coach = { principal: caller(['coach']), ownerId: OTHER, link: link() };
  test('is for its owner and for admins, and looks absent to others', () => {
    expect(ask('plan:read', { isPrivate: true })).toMatchObject({ allow: true, scope: 'own' });
    expect(ask('plan:read', { ownerId: OTHER, isPrivate: true, principal: caller(['admin']) }).allow).toBe(true);
    expect(ask('plan:read', { ...coach, isPrivate: true })).toMatchObject({ rule: 'private', visible: false });
    expect(ask('plan:read', { ...coach, isPrivate: false }).allow).toBe(true);
  });
});

describe('a share', () => {
  const shared = (changes: Partial<Share> = {}) => ({
    ownerId: OTHER,
    share: { userId: ME, until: NOW + 1, read: true, update: false, ...changes },
  });
  test('lets the one it is for read, or update, and do nothing else', () => {
    expect(allowed(shared())).toEqual(
      KINDS.map((kind) => `${kind}:read`)
        .filter(isNoAdminsOwn)
        .sort(),
    );
    expect(allowed(shared({ read: false, update: true }))).toEqual(
      KINDS.map((kind) => `${kind}:update`)
        .filter(isNoAdminsOwn)
        .sort(),
    );
    expect(ask('plan:read', shared())).toEqual({ allow: true, rule: 'share', scope: 'shared' });
  });
  test('has ended at its end, and is nobody else’s', () => {
    expect(allowed(shared({ until: NOW }))).toEqual([]);
    expect(allowed(shared({ userId: 'somebody' }))).toEqual([]);
  });
  const isNoAdminsOwn = (permission: string): boolean => !/^(role|audit):|^user:update$/.test(permission);
});

describe('an entry of the public catalogue', () => {
  test('may be read and listed by everybody', () => {
    expect(allowed({ ownerId: SYSTEM_OWNER, isPublic: true })).toEqual(['exercise:list', 'exercise:read']);
    expect(allowed({ ownerId: SYSTEM_OWNER })).toEqual([]);
  });
});

describe('a custom role', () => {
  const holding = (document: { allow?: string[]; deny?: string[]; disabled?: boolean }, until = NOW + 1) => ({
    ...caller(),
    customRoles: [{ role: parseRoleDocument({ name: 'r', allow: [], deny: [], ...document }).role, until }],
  });
  const others = { ownerId: OTHER };

  test('grants in the scope of its entry', () => {
    const allow = ['sync:update', 'user:list:any', 'chat:read:assigned'];
    const principal = holding({ allow });
    expect(ask('sync:update', { principal })).toEqual({ allow: true, rule: 'custom-role', scope: 'own' });
    expect(ask('sync:update', { principal, ...others }).allow).toBe(false);
    expect(ask('user:list', { principal, ...others })).toEqual({ allow: true, rule: 'custom-role', scope: 'any' });
    expect(ask('chat:read', { principal, ...others }).allow).toBe(false);
    expect(ask('chat:read', { principal, ...others, link: link({ canWrite: false }) })).toMatchObject({
      scope: 'assigned',
    });
    expect(ask('chat:read', { principal, ...others, link: link({ until: NOW }) }).allow).toBe(false);
  });

  test('never grants what is for admins or for the system', () => {
    const principal = holding({ allow: ['*:*:any'] });
    const refused = PERMISSIONS.filter((permission) => !ask(permission, { principal, ...others }).allow);
    expect(refused.sort()).toEqual(
      [
        ...expand('read list create update delete', 'audit'),
        ...expand('read list create update delete assign', 'role'),
        ...expand('create update delete disable assignRole', 'user'),
      ].sort(),
    );
  });

  test('denies in the scope of its entry, but not an admin', () => {
    expect(ask('plan:read', { principal: holding({ deny: ['plan:read'] }) })).toMatchObject({ rule: 'role-denies' });
    const both = holding({ allow: ['plan:read:any'], deny: ['plan:read:own'] });
    expect(ask('plan:read', { principal: both })).toMatchObject({ allow: false, visible: true });
    expect(ask('plan:read', { principal: both, ...others }).allow).toBe(true);
    const assigned = holding({ allow: ['plan:read:any'], deny: ['plan:read:assigned'] });
    expect(ask('plan:read', { principal: assigned, ...others }).allow).toBe(true);
    expect(ask('plan:read', { principal: assigned, ...others, link: link() })).toMatchObject({ rule: 'role-denies' });
    const admin = { ...holding({ deny: ['*:*'] }), roles: new Set<Role>(['user', 'admin']) };
    expect(ask('plan:read', { principal: admin }).allow).toBe(true);
  });

  test('counts for nothing when it is disabled or its assignment has ended', () => {
    for (const principal of [
      holding({ allow: ['*:*:any'], deny: ['plan:read:own'], disabled: true }),
      holding({ allow: ['*:*:any'], deny: ['plan:read:own'] }, NOW),
    ]) {
      expect(ask('plan:read', { principal, ...others }).allow).toBe(false);
      expect(ask('plan:read', { principal }).allow).toBe(true);
    }
  });
});

test('what is nobody’s is no secret', () => {
  expect(ask('role:list', { ownerId: SYSTEM_OWNER })).toMatchObject({ allow: false, visible: true });
});
