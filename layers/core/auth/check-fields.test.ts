import { ACTIVE_ACCOUNT } from './account.ts';
import { checkFields } from './check-fields.ts';
import { principalOf } from './principal.ts';

const NOW = 1_800_000_000_000;
const token = { userId: 'client', groups: [], issuedAt: NOW / 1_000 };

describe('checkFields', () => {
  const user = principalOf(token, { account: ACTIVE_ACCOUNT }, NOW);

  test('names every protected field of a create or update', () => {
    expect(() => checkFields(user, 'profile:update', ['bio', 'userId', 'role'])).toThrow(
      expect.objectContaining({
        kind: 'bad-request',
        code: 'validation.protected-field',
        issues: [
          expect.objectContaining({ in: 'body', pointer: '/userId', code: 'validation.protected-field' }),
          expect.objectContaining({ in: 'body', pointer: '/role' }),
        ],
      }),
    );
  });

  test('has nothing against other fields, other verbs, and admins', () => {
    expect(() => checkFields(user, 'profile:update', ['bio'])).not.toThrow();
    expect(() => checkFields(user, 'upload:presign', ['status'])).not.toThrow();
    expect(() =>
      checkFields(principalOf({ ...token, groups: ['admin'] }, { account: ACTIVE_ACCOUNT }, NOW), 'profile:update', [
        'role',
      ]),
    ).not.toThrow();
  });
});
