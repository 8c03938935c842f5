import { keys } from '@gymcoach/core/table';
import { type Answer, useAccessWorld } from '../support/access-world.ts';
import type { Person } from '../support/person.ts';

const ROLES = '/v1/admin/roles';
const world = useAccessWorld();
jest.setTimeout(60_000);

const codes = ({ status, body }: Answer) => [status, body['code']];
const refusalsOf = async (admin: Person, { id }: Person) => {
  const { body } = await world.call(admin, 'GET', `/v1/admin/audit-events?actor=${id}`);
  return body['items'];
};

test('a key that made one role makes no other, and says so', async () => {
  const admin = await world.person('admin');
  const key = 'one-key-for-two-roles';
  const make = (name: string) => world.call(admin, 'POST', ROLES, { body: { name, allow: ['plan:read'] }, key });
  expect((await make('ra-one')).status).toBe(201);
  expect(codes(await make('ra-two'))).toEqual([422, 'idempotency.key-reused']);
  expect(await world.main.get(keys.role('ra-two'))).toBeUndefined();
  const again = await make('ra-one');
  expect([again.status, again.body['name']]).toEqual([201, 'ra-one']);
  expect((await world.call(admin, 'DELETE', `${ROLES}/ra-one`, { ifMatch: again.etag })).status).toBe(204);
  // What was answered once is answered again, whatever has become of the role since.
  expect(await make('ra-one')).toMatchObject({ status: 201, body: again.body });
});

test('who asks for the decisions about somebody else is refused, and counted', async () => {
  const [admin, member] = [await world.person('admin'), await world.person()];
  const body = { subject: admin.id, permission: 'plan:read', path: '/v1/users/me/plans' };
  const refused = await world.call(member, 'POST', '/v1/admin/authorization/explain', { body });
  expect(codes(refused)).toEqual([403, 'authz.permission-missing']);
  expect(await refusalsOf(admin, member)).toEqual([
    expect.objectContaining({ action: 'audit:read', outcome: 'refused', count: 1 }),
  ]);
});

test('a suspended person who tries a route for everybody is counted', async () => {
  const [admin, member] = [await world.person('admin'), await world.person()];
  const suspend = `/v1/admin/users/${member.id}/suspend`;
  await world.call(admin, 'POST', suspend, { body: { reason: 'for the tests' } });
  world.wait();
  expect(codes(await world.call(member, 'GET', '/v1/permissions'))).toEqual([403, 'auth.account-disabled']);
  expect(await refusalsOf(admin, member)).toEqual([
    expect.objectContaining({ action: 'authenticated', outcome: 'refused', count: 1 }),
  ]);
});

test('roles of all shards are listed by name, whatever the page', async () => {
  const admin = await world.person('admin');
  const names = Array.from({ length: 40 }, (_, index) => `shard-${String(index).padStart(2, '0')}`);
  await Promise.all(names.map((name) => world.call(admin, 'POST', ROLES, { body: { name, allow: ['plan:read'] } })));
  const partitions = await Promise.all(names.map(async (name) => (await world.main.get(keys.role(name)))?.['G1P']));
  expect(new Set(partitions).size).toBeGreaterThan(4);
  for (const limit of [1, 7, 50]) {
    const seen: string[] = [];
    let next = `${ROLES}?limit=${limit}`;
    while (next !== '') {
      const { body } = await world.call(admin, 'GET', next);
      const { items, page } = body as { items: { name: string }[]; page: { nextCursor?: string } }; // what the route promises
      seen.push(...items.map(({ name }) => name));
      next = page.nextCursor === undefined ? '' : `${ROLES}?limit=${limit}&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual(['admin', 'coach', ...names, 'user']);
  }
});
