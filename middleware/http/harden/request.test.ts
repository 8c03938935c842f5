import { ANYTHING, createTestApi, MINE } from '../test-api.ts';

const PLANS = '/v1/users/me/plans';
const get = async (target: string, headers = {}) => {
  const { status, json } = await createTestApi().send('GET', target, { headers });
  return status === 200 ? 200 : [status, json['code']];
};

describe('H4 the text of a query and of a path', () => {
  test.each(['%00', 'a%00b', '%ff', '%c0%80', '%ed%a0%80', '%ef%bf%bd'])('is whole: %s is refused', async (text) => {
    expect(await get(`${PLANS}?cursor=${text}`)).toEqual([400, 'text.not-allowed']);
    expect(await get(`${PLANS}?${text}=1`)).toEqual([400, 'text.not-allowed']);
  });

  test('is whole in the path, too, where a person is named after the decision', async () => {
    const admin = { authorization: 'Bearer admin' };
    for (const id of ['\0', 'a\ufffd', '\ud83c']) {
      expect(await get(`/v1/users/${id}/goals`, admin)).toEqual([400, 'text.not-allowed']);
      expect(await get(`/v1/users/${id}/goals`)).toEqual([404, 'resource.not-found']);
    }
  });
});

describe('H5 a number in a query', () => {
  test.each([
    ...['0x10', '1e1', '%2010', '+5', '%2B5', '010', '5.0', '10%20', '0b11', '-0', '5.', '1_0', '٥', '%EF%BC%95'],
    ...['', 'null', 'true', 'Infinity', 'NaN', '1e400', '9007199254740993'],
  ])('has one spelling: limit=%s is refused', async (limit) => {
    expect(await get(`${PLANS}?limit=${limit}`)).toEqual([400, 'validation.failed']);
  });

  test.each(['1', '5', '100', '%35'])('limit=%s is taken', async (limit) => {
    expect(await get(`${PLANS}?limit=${limit}`)).toBe(200);
  });
});

describe('H11 an id in a path', () => {
  test.each([
    ['a slash', '/v1/users/a/b/goals', [404, 'route.not-found']],
    ['dots', '/v1/users/../goals', [404, 'resource.not-found']],
    ['a line', '/v1/users/a\r\nset-cookie: x/goals', [404, 'resource.not-found']],
    ['a fragment', '/v1/users/a#b/goals', [404, 'resource.not-found']],
    ['a backslash', '/v1/users/a\\b/goals', [404, 'resource.not-found']],
    ['a number sign alone', '/v1/users/#/goals', [404, 'resource.not-found']],
  ])('with %s names nobody', async (_, path, expected) => {
    expect(await get(path)).toEqual(expected);
  });

  test.each(['a\r\nb', 'a#b', 'USER#1', '..', 'a\\b', 'me ', '*', '{userId}'])(
    'is one, or refused, for those too who may read everybody’s: %j',
    async (id) => {
      const answer = await get(`/v1/users/${id}/goals`, { authorization: 'Bearer admin' });
      expect(answer).toEqual([400, 'validation.failed']);
    },
  );
});

describe('H12 a parameter', () => {
  test.each([
    ['limit=5&limit=6', 'validation.failed'],
    ['limit=5&limit=5', 'validation.failed'],
    ['state=open&state=done', 'validation.failed'],
    ['limit[]=5', 'validation.unknown-field'],
    ['limit%5B%5D=5', 'validation.unknown-field'],
    ['limit[0]=5', 'validation.unknown-field'],
    ['limit.x=5', 'validation.unknown-field'],
    ['LIMIT=5', 'validation.unknown-field'],
    ['limit=101', 'validation.failed'],
    ['limit=999999999999999999999', 'validation.failed'],
    ['limit=0', 'validation.failed'],
    ['limit=-1', 'validation.failed'],
    ['limit=5,6', 'validation.failed'],
    ['state=open,done', 'validation.failed'],
    [`cursor=${'x'.repeat(1025)}`, 'validation.failed'],
  ])('is given once, whole and within bounds: %s is refused', async (query, code) => {
    expect(await get(`${PLANS}?${query}`)).toEqual([400, code]);
  });
});

describe('H14 what a request says about itself', () => {
  test.each([
    { 'x-http-method-override': 'DELETE' },
    { 'x-method-override': 'PUT' },
    { 'x-http-method': 'PATCH' },
    { 'x-user-id': '11111111-0b7a-4c2e-9d55-0a4f1c7e2b11' },
    { 'x-forwarded-user': 'admin' },
    { 'x-forwarded-for': '127.0.0.1' },
    { 'x-forwarded-host': 'evil.example' },
    { 'x-forwarded-proto': 'gopher' },
    { forwarded: 'for=127.0.0.1;host=evil.example' },
    { 'x-original-url': '/v1/admin' },
    { 'x-rewrite-url': '/v1/admin' },
    { host: 'evil.example' },
  ])('changes nothing: %j', async (headers) => {
    const { send, seen } = createTestApi();
    const plain = await send('GET', PLANS, {});
    const told = await send('GET', PLANS, { headers });
    const { nextCursor, ...rest } = told.json['page'] as { nextCursor?: string }; // of a list
    expect([told.status, told.json['items'], rest]).toEqual([200, plain.json['items'], { hasMore: false }]);
    expect(nextCursor).toBeUndefined();
    await send('GET', MINE, { headers });
    await send('GET', MINE);
    expect(seen[0]).toEqual(seen[1]);
    expect(JSON.stringify([told.headers, told.text])).not.toMatch(/evil|gopher/);
  });

  test.each(['_method=DELETE', 'method=DELETE', 'X-HTTP-Method-Override=PUT', 'access_token=x'])(
    'is no parameter: %s',
    async (query) => {
      expect(await get(`${MINE}?${query}`)).toEqual([400, 'validation.unknown-field']);
    },
  );

  test.each(['HEAD', 'OPTIONS', 'TRACE', 'CONNECT', 'PROPFIND', 'put', 'GET '])(
    'is no method of ours: %s',
    async (method) => {
      expect((await createTestApi().send(method, ANYTHING)).status).toBe(404); // of a service: the platform says 405
    },
  );
});
