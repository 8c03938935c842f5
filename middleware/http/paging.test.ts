import { createTestApi, MEMBER, NOW, OTHER } from './test-api.ts';

const PLANS = `/v1/users/${MEMBER}/plans`;
const SESSIONS = `/v1/users/${MEMBER}/sessions`;

type Api = ReturnType<typeof createTestApi>;
interface Page {
  readonly items: readonly string[];
  readonly page: { readonly nextCursor?: string; readonly hasMore: boolean };
}
const get = async ({ send }: Api, target: string, authorization = 'Bearer member') => {
  const answer = await send('GET', target, { headers: { authorization } });
  return { ...answer, ...(answer.json as unknown as Page) }; // a page, or a problem whose page is not read
};
const firstCursor = async (api: Api, target = `${PLANS}?limit=3`, authorization?: string): Promise<string> => {
  const { page } = await get(api, target, authorization);
  return page.nextCursor ?? '';
};
const REFUSED = [400, 'cursor.invalid'];
const verdict = async (api: Api, target: string, authorization?: string) => {
  const { status, json } = await get(api, target, authorization);
  return status === 200 ? [200] : [status, json['code']];
};

test('pages follow one another to the end, by cursor and by link alike', async () => {
  const api = createTestApi();
  const items: string[] = [];
  let target: string | undefined = `${PLANS}?limit=3`;
  const links: string[] = [];
  while (target !== undefined) {
    const found = await get(api, target);
    items.push(...found.items);
    expect(found.page.hasMore).toBe(found.page.nextCursor !== undefined);
    const link: string | undefined = /^<([^>]+)>; rel="next"$/.exec(found.headers['link'] ?? '')?.[1];
    expect(link === undefined).toBe(!found.page.hasMore);
    if (link !== undefined) links.push(link);
    target = link;
  }
  expect(items).toEqual(Array.from({ length: 7 }, (_, index) => `item-${index}`));
  expect(links).toHaveLength(2);
  expect(links[0]).toMatch(/^\/v1\/users\/.*limit=3/);
});

test('25 items are a page when no limit is given', async () => {
  expect((await get(createTestApi(), PLANS)).page).toEqual({ hasMore: false });
});

describe('H13 a cursor', () => {
  test('is good again for the same list, and for another page size', async () => {
    const api = createTestApi();
    const cursor = await firstCursor(api);
    expect(await verdict(api, `${PLANS}?cursor=${cursor}`)).toEqual([200]);
    expect(await verdict(api, `${PLANS}?limit=1&cursor=${cursor}`)).toEqual([200]);
    expect(await verdict(api, `/v1/users/me/plans?cursor=${cursor}`)).toEqual([200]);
  });

  test('is refused on another route, under other filters, for another person', async () => {
    const api = createTestApi();
    const cursor = await firstCursor(api);
    expect(await verdict(api, `${SESSIONS}?cursor=${cursor}`)).toEqual(REFUSED);
    expect(await verdict(api, `${PLANS}?state=open&cursor=${cursor}`)).toEqual(REFUSED);
    expect(await verdict(api, `/v1/users/${OTHER}/plans?cursor=${cursor}`, 'Bearer other')).toEqual(REFUSED);
  });

  test('is refused from another caller of the same list', async () => {
    const api = createTestApi();
    expect(await verdict(api, `${PLANS}?cursor=${await firstCursor(api)}`, 'Bearer admin')).toEqual(REFUSED);
  });

  test('is refused for another subject of the same caller', async () => {
    const api = createTestApi();
    const cursor = await firstCursor(api, `${PLANS}?limit=3`, 'Bearer admin');
    expect(await verdict(api, `${PLANS}?cursor=${cursor}`, 'Bearer admin')).toEqual([200]);
    expect(await verdict(api, `/v1/users/${OTHER}/plans?cursor=${cursor}`, 'Bearer admin')).toEqual(REFUSED);
  });

  test('is refused when any one of its bytes is another', async () => {
    const api = createTestApi();
    const bytes = Buffer.from(await firstCursor(api), 'base64url');
    for (let index = 0; index < bytes.length; index++) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(index) ^ 1, index);
      expect([index, ...(await verdict(api, `${PLANS}?cursor=${altered.toString('base64url')}`))]).toEqual([
        index,
        ...REFUSED,
      ]);
    }
  });

  test.each(['', 'x', 'x'.repeat(44), 'x'.repeat(1024), '%01'.repeat(44), `${'A'.repeat(60)}=`])(
    'is refused as %j',
    async (cursor) => {
      expect(await verdict(createTestApi(), `${PLANS}?cursor=${cursor}`)).toEqual(REFUSED);
    },
  );

  test('is good for 24 hours, and tells nothing of what is in it', async () => {
    let now = NOW;
    const api = createTestApi({ now: () => now });
    const cursor = await firstCursor(api);
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('item');
    now += 24 * 3_600_000 - 1_000;
    expect(await verdict(api, `${PLANS}?cursor=${cursor}`)).toEqual([200]);
    now += 1_000;
    expect(await verdict(api, `${PLANS}?cursor=${cursor}`)).toEqual(REFUSED);
  });
});
