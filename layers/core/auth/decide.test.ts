import { ACTIVE_ACCOUNT, type AccountState } from './account.ts';
import type { Role } from './built-in-roles.ts';
import { CATALOGUE, KINDS, type Kind, type Permission } from './catalogue.ts';
import type { CoachLink } from './coach-link.ts';
import { decide } from './decide.ts';
import { COACH_SEES, COACH_WRITES, expand, OF_LINK, OWN } from './expected-grants.ts';
import type { Principal } from './principal.ts';
import { PROTECTED_FIELDS } from './protected-fields.ts';
import type { Resource } from './resource.ts';

const ME = 'me';
const OTHER = 'other';
const NOW = 1_800_000_000_000;
const PERMISSIONS = [...CATALOGUE.values()].map(({ permission }) => permission);

const caller = (roles: readonly Role[] = [], account: Partial<AccountState> = {}): Principal => ({
  userId: ME,
  roles: new Set<Role>(['user', ...roles]),
  customRoles: [],
  account: { ...ACTIVE_ACCOUNT, ...account },
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

function ask(
  permission: Permission,
  changes: Partial<Resource> & { principal?: Principal; fields?: readonly string[]; now?: number } = {},
) {
  const { principal = caller(), ownerId = ME, fields, now = NOW, ...resource } = changes;
  return decide({ principal, permission, resource: { kind: kindOf(permission), ownerId, ...resource }, fields, now });
}
const allowed = (changes: Parameters<typeof ask>[1]): readonly string[] =>
  PERMISSIONS.filter((permission) => ask(permission, changes).allow).sort();

describe('a user', () => {
  test('may do exactly this with what is their own', () => expect(allowed({})).toEqual(OWN));
  test('may do nothing with what is another’s', () => expect(allowed({ ownerId: OTHER })).toEqual([]));
  test('gains nothing from a link without the role', () =>
    expect(allowed({ ownerId: OTHER, link: link() })).toEqual([]));
  test('is told a scope and a rule', () =>
    expect(ask('profile:read')).toEqual({ allow: true, rule: 'user', scope: 'own' }));
  test('may know of their own, and not of another’s', () => {
    expect(ask('sync:delete')).toEqual({ allow: false, rule: 'no-grant', missing: 'sync:delete', visible: true });
    expect(ask('profile:read', { ownerId: OTHER })).toMatchObject({ allow: false, rule: 'no-grant', visible: false });
  });
});

describe('a coach', () => {
  const principal = caller(['coach']);
  const through = (changes: Partial<CoachLink>) => ({ principal, ownerId: OTHER, link: link(changes) });

  test('has what a user has of their own', () => expect(allowed({ principal })).toEqual(OWN));
  test('may do nothing without a link', () => expect(allowed({ principal, ownerId: OTHER })).toEqual([]));
  test('sees exactly this through a link', () =>
    expect(allowed(through({ canWrite: false }))).toEqual([...COACH_SEES, ...OF_LINK].sort()));
  test('writes exactly this through a link that lets them', () =>
    expect(allowed(through({}))).toEqual([...COACH_SEES, ...COACH_WRITES, ...OF_LINK].sort()));
  test('gets one kind at a time', () => {
    for (const kind of KINDS) {
      const expected = [...COACH_SEES, ...COACH_WRITES].filter((permission) => permission.startsWith(`${kind}:`));
      expect(allowed(through({ areas: [kind] }))).toEqual([...expected, ...OF_LINK].sort());
    }
  });
  test.each([
    ['ended', { status: 'ended' }],
    ['only invited', { status: 'invited' }],
    ['not begun', { notBefore: NOW + 1 }],
    ['past its end', { until: NOW - 1 }],
    ['at its end', { until: NOW }],
    ['without areas', { areas: [] }],
  ])('keeps only the link itself when it is %s', (_state, changes) =>
    expect(allowed(through(changes))).toEqual([...OF_LINK].sort()),
  );
  test('begins at the first instant of the link', () =>
    expect(ask('plan:read', through({ notBefore: NOW }))).toEqual({
      allow: true,
      rule: 'coach-link',
      scope: 'assigned',
    }));
  test('has no use for a link between other people', () => {
    expect(allowed(through({ coachId: 'somebody' }))).toEqual([]);
    expect(allowed(through({ clientId: 'somebody' }))).toEqual([]);
  });
  test('may know of what they may read, and of nothing else', () => {
    expect(ask('injury:update', through({}))).toMatchObject({ allow: false, visible: true });
    expect(ask('profile:update', through({ areas: ['profile'] }))).toMatchObject({ allow: false, visible: true });
    expect(ask('injury:update', through({ areas: ['plan'] }))).toMatchObject({ allow: false, visible: false });
    expect(ask('preferences:read', through({}))).toMatchObject({ allow: false, visible: false });
    expect(ask('assignment:update', through({ status: 'ended' }))).toMatchObject({ allow: false, visible: true });
  });
});

describe('an admin', () => {
  const principal = caller(['admin']);
  const AUDIT_WRITES = expand('create update delete', 'audit');
  const SELF_HARM = ['role:assign', 'user:assignRole', 'user:delete', 'user:disable'];

  test('may do everything to others but write the audit trail', () =>
    expect(allowed({ principal, ownerId: OTHER })).toEqual(
      PERMISSIONS.filter((permission) => !AUDIT_WRITES.includes(permission)).sort(),
    ));
  test('may not shut themselves out or promote themselves', () =>
    expect(allowed({ principal })).toEqual(
      PERMISSIONS.filter((permission) => ![...AUDIT_WRITES, ...SELF_HARM].includes(permission)).sort(),
    ));
  test('is an owner first, then a coach, then an admin', () => {
    const both = caller(['admin', 'coach']);
    expect(ask('plan:read', { principal: both, link: link() })).toMatchObject({ scope: 'own' });
    expect(ask('plan:read', { principal: both, ownerId: OTHER, link: link() })).toMatchObject({ scope: 'assigned' });
    expect(ask('plan:read', { principal: both, ownerId: OTHER })).toMatchObject({ scope: 'any', rule: 'admin' });
  });
  test('may name protected fields', () =>
    expect(ask('profile:update', { principal, fields: ['role'] })).toMatchObject({ allow: true }));
});

describe('the account', () => {
  test('refuses whoever it concerns, admins included', () => {
    for (const status of ['disabled', 'suspended', 'Active', '']) {
      expect(ask('profile:read', { principal: caller(['admin'], { status }) })).toMatchObject({
        allow: false,
        rule: 'account-not-active',
      });
    }
  });
  test('refuses a token from before it took new ones only, and takes one from that second', () => {
    const issuedAt = NOW / 1_000 - 60;
    expect(ask('profile:read', { principal: caller([], { validAfter: issuedAt + 1 }) })).toMatchObject({
      allow: false,
      rule: 'token-superseded',
    });
    expect(ask('profile:read', { principal: caller([], { validAfter: issuedAt }) }).allow).toBe(true);
  });
});

describe('a protected field', () => {
  test('is refused in a create or update and plays no part elsewhere', () => {
    expect([...PROTECTED_FIELDS].sort()).toEqual(
      [
        ...'role roles groups permissions owner ownerId userId sub status pk sk PK SK version'.split(' '),
        ...'createdAt createdBy isAdmin emailVerified subscriptionTier'.split(' '),
      ].sort(),
    );
    for (const field of PROTECTED_FIELDS) {
      expect(ask('profile:update', { fields: ['bio', field] })).toMatchObject({
        rule: 'protected-field',
        visible: true,
      });
      expect(ask('injury:create', { fields: [field] })).toMatchObject({ allow: false, rule: 'protected-field' });
      expect(ask('profile:delete', { fields: [field] }).allow).toBe(true);
    }
    expect(ask('profile:update', { fields: ['bio', 'Role', 'toString'] }).allow).toBe(true);
  });
});
