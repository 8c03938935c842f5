import {
  ADMIN_ONLY,
  COACH_OF_LINK,
  COACH_READ,
  COACH_WRITE,
  NOT_ON_ONESELF,
  SYSTEM_ONLY,
  USER_OWN,
} from './built-in-roles.ts';
import { CATALOGUE, KINDS, type Permission } from './catalogue.ts';

describe('the catalogue', () => {
  test('has five verbs for each of 24 kinds and eight more', () => {
    expect(KINDS).toHaveLength(24);
    expect(new Set(KINDS).size).toBe(24);
    expect(CATALOGUE.size).toBe(24 * 5 + 8);
    for (const [text, { permission, kind, verb }] of CATALOGUE) {
      expect(permission).toBe(text);
      expect(`${kind}:${verb}`).toBe(text);
    }
  });

  test('knows nothing by another case, nor by a name that every object has', () => {
    for (const text of ['Profile:read', 'profile:READ', 'profile', 'profile:read:own', '*', 'constructor', '']) {
      expect(CATALOGUE.has(text)).toBe(false);
    }
  });

  test('holds everything that the built-in roles and rules name', () => {
    for (const set of [ADMIN_ONLY, COACH_OF_LINK, COACH_READ, COACH_WRITE, NOT_ON_ONESELF, SYSTEM_ONLY, USER_OWN]) {
      for (const permission of set) expect(CATALOGUE.has(permission)).toBe(true);
    }
  });
});

/** Checked by the compiler: each line below would be an error without its directive. */
export const permissions: readonly Permission[] = [
  'profile:read',
  'profile:export',
  'user:assignRole',
  'training-profile:update',
  // @ts-expect-error no such kind
  'profiles:read',
  // @ts-expect-error no such verb
  'profile:write',
  // @ts-expect-error a verb of another kind
  'preferences:export',
  // @ts-expect-error the wrong case
  'Profile:read',
  // @ts-expect-error scopes belong to role documents
  'profile:read:own',
  // @ts-expect-error no wildcards on a route
  '*',
];
