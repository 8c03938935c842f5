import { showPath } from './show-path.ts';

test.each([
  ['/v1/users/11111111-1111-4111-8111-111111111111/injuries/inj_01J8Z3K5QW7RT9V1XA2BC4DE6F', undefined],
  ['/nowhere/<img src=x onerror=alert(1)>', undefined],
  ['/v1/users/ada.lovelace+1@example.com/profile', '/v1/users/…/profile'],
  ['/v1/eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', '/v1/…'],
  ['/Bearer abc.def/x', '/…'],
  ['/phone/+41 79 555 01 42', '/phone/…'],
  [`/${'A1_b'.repeat(30)}`, '/…'],
  ['/search?q=private', '/search'],
])('shows %s', (path, shown = path) => {
  expect(showPath(path)).toBe(shown);
});

test('cuts what is too long', () => {
  expect(showPath(`/${'part/'.repeat(100)}`)).toHaveLength(201);
});
