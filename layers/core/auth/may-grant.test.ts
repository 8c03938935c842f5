import { ACTIVE_ACCOUNT } from './account.ts';
import { CATALOGUE } from './catalogue.ts';
import { mayGrant } from './may-grant.ts';
import { type Principal, principalOf } from './principal.ts';
import { parseRoleDocument, type RoleDocument } from './role-document.ts';

const NOW = 1_800_000_000_000;

function caller(
  groups: readonly string[],
  documents: readonly Partial<RoleDocument>[] = [],
  until = NOW + 1,
): Principal {
  const customRoles = documents.map((document) => ({
    role: parseRoleDocument({ name: 'r', allow: [], deny: [], ...document }).role,
    until,
  }));
  return principalOf({ userId: 'me', groups, issuedAt: 1 }, { account: ACTIVE_ACCOUNT, customRoles }, NOW);
}
const grantable = (principal: Principal, scope: string): readonly string[] =>
  [...CATALOGUE.keys()].filter((permission) => mayGrant(principal, `${permission}:${scope}`, NOW));

describe('mayGrant', () => {
  test('lets an admin grant every entry, and none that is no entry', () => {
    expect(mayGrant(caller(['admin']), '*:*:any', NOW)).toBe(true);
    expect(mayGrant(caller(['admin']), '*', NOW)).toBe(false);
  });

  test('lets nobody else grant what they do not hold, or in a wider scope', () => {
    const coach = caller(['coach']);
    expect(mayGrant(coach, 'plan:read', NOW)).toBe(true);
    expect(mayGrant(coach, 'plan:read:assigned', NOW)).toBe(true);
    expect(mayGrant(coach, 'plan:update:assigned', NOW)).toBe(false);
    expect(mayGrant(coach, 'plan:read:any', NOW)).toBe(false);
    expect(mayGrant(coach, 'plan:*', NOW)).toBe(true);
    expect(mayGrant(coach, '*:read', NOW)).toBe(false);
    expect(grantable(caller([]), 'assigned')).toEqual([]);
    expect(grantable(caller([]), 'any')).toEqual([]);
  });

  test('counts a custom role that is held now, in its own scope or everywhere', () => {
    const allow = ['photo:read:any', 'chat:read:assigned'];
    for (const scope of ['own', 'assigned', 'any']) {
      expect(mayGrant(caller([], [{ allow }]), `photo:read:${scope}`, NOW)).toBe(true);
      expect(mayGrant(caller([], [{ allow }], NOW), `photo:read:${scope}`, NOW)).toBe(scope === 'own');
    }
    expect(grantable(caller([], [{ allow }]), 'assigned')).toEqual(['photo:read', 'chat:read']);
    expect(mayGrant(caller([], [{ allow: ['*:*:any'] }]), 'role:read:any', NOW)).toBe(false);
  });

  test.each(['own', 'assigned', 'any'])('does not count what a role denies, %s', (scope) => {
    const principal = caller([], [{ allow: ['photo:read:any'], deny: [`photo:read:${scope}`] }]);
    expect(mayGrant(principal, 'photo:read:own', NOW)).toBe(false);
  });

  test('lets an account that is not in good standing grant nothing', () => {
    const admin = caller(['admin']);
    const account = { ...ACTIVE_ACCOUNT, status: 'suspended' };
    expect(mayGrant({ ...admin, account }, 'plan:read', NOW)).toBe(false);
  });
});
