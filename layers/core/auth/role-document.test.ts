import { CATALOGUE, type Permission } from './catalogue.ts';
import { parseEntry, parseRoleDocument } from './role-document.ts';

const allowed = (...allow: readonly string[]) => parseRoleDocument({ name: 'r', allow, deny: [] });
const listed = (set: ReadonlySet<Permission>): readonly string[] => [...set].sort();

describe('a role document', () => {
  test('allows on what is one’s own and denies everywhere, unless an entry says otherwise', () => {
    const { role, rejected } = parseRoleDocument({
      name: 'r',
      allow: ['plan:read', 'goal:read:assigned', 'chat:invoke:any'],
      deny: ['photo:read', 'plan:delete:own'],
    });
    expect(rejected).toEqual([]);
    expect(listed(role.allow.own)).toEqual(['plan:read']);
    expect(listed(role.allow.assigned)).toEqual(['goal:read']);
    expect(listed(role.allow.any)).toEqual(['chat:invoke']);
    expect(listed(role.deny.any)).toEqual(['photo:read']);
    expect(listed(role.deny.own)).toEqual(['plan:delete']);
    expect(role.needsLink).toBe(true);
  });

  test('takes * for every kind, or every verb, of the catalogue', () => {
    expect(listed(allowed('*:export').role.allow.own)).toEqual(['analytics:export', 'profile:export']);
    expect(listed(allowed('user:*').role.allow.own)).toEqual(
      ['assignRole', 'create', 'delete', 'disable', 'list', 'read', 'update'].map((verb) => `user:${verb}`),
    );
    expect(allowed('*:*:any').role.allow.any.size).toBe(CATALOGUE.size);
    expect(allowed('*:*:any').role.needsLink).toBe(false);
  });

  test('is empty while it is disabled, and still reports', () => {
    const document = { name: 'r', allow: ['*:*:assigned', 'x'], deny: ['*:*'], disabled: true };
    const { role, rejected } = parseRoleDocument(document);
    const sets = [role.allow, role.deny].flatMap(({ own, assigned, any }) => [own, assigned, any]);
    expect(sets.every((set) => set.size === 0)).toBe(true);
    expect(role.needsLink).toBe(false);
    expect(rejected).toEqual([{ list: 'allow', index: 1, reason: 'not-two-or-three-parts' }]);
  });

  test.each([
    ['', 'not-two-or-three-parts'],
    ['*', 'not-two-or-three-parts'],
    ['plan', 'not-two-or-three-parts'],
    ['plan:read:own:own', 'not-two-or-three-parts'],
    ['plan:read:own:', 'not-two-or-three-parts'],
    ['plans:read', 'unknown-kind'],
    ['Plan:read', 'unknown-kind'],
    [' plan:read', 'unknown-kind'],
    [':read', 'unknown-kind'],
    ['**:read', 'unknown-kind'],
    ['pl*:read', 'unknown-kind'],
    ['constructor:read', 'unknown-kind'],
    ['plan:Read', 'unknown-verb'],
    ['plan:', 'unknown-verb'],
    ['plan:read ', 'unknown-verb'],
    ['plan:export', 'unknown-verb'],
    ['*:write', 'unknown-verb'],
    ['plan:re*', 'unknown-verb'],
    ['plan:read:', 'unknown-scope'],
    ['plan:read:*', 'unknown-scope'],
    ['plan:read:Own', 'unknown-scope'],
    ['plan:read:all', 'unknown-scope'],
    ['plan:read:constructor', 'unknown-scope'],
  ])('drops %j and reports it: %s', (entry, reason) => {
    const { role, rejected } = parseRoleDocument({ name: 'r', allow: ['goal:read', entry], deny: [entry] });
    expect(rejected).toEqual([
      { list: 'allow', index: 1, reason },
      { list: 'deny', index: 0, reason },
    ]);
    expect(role).toEqual(allowed('goal:read').role);
  });

  test('gives an entry its permissions and its scope', () => {
    expect(parseEntry('plan:read', 'own')).toEqual({ permissions: ['plan:read'], scope: 'own' });
    expect(parseEntry('plan:read:any', 'own')).toEqual({ permissions: ['plan:read'], scope: 'any' });
  });
});
