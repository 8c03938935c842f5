import { COACH_READ } from '../../layers/core/auth/built-in-roles.ts';
import { COACHING_AREAS } from '../../services/access-service/domain/coaching-areas.ts';

test('the areas of a link are exactly the kinds that the role coach covers through one', () => {
  const kinds = [...COACH_READ].map((permission) => permission.slice(0, permission.indexOf(':')));
  expect([...COACHING_AREAS].sort()).toEqual([...new Set(kinds)].sort());
});
