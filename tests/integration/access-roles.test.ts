import { keys } from '@gymcoach/core/table';
import { type Answer, chainFaults, useAccessWorld } from '../support/access-world.ts';

const ROLES = '/v1/admin/roles';
const world = useAccessWorld();
jest.setTimeout(60_000);

afterEach(async () => expect(await chainFaults(world)).toEqual([]));

const codes = ({ status, body }: Answer) => [status, body['code']];
const dietitian = (name: string, change: object = {}) => ({ name, allow: ['nutrition:read:any'], ...change });
const because = { body: { reason: 'needed for the tests' } };

test('everybody who is signed in can read the catalogue', async () => {
  const { status, body } = await world.call(await world.person(), 'GET', '/v1/permissions');
  const items = body['items'];
  expect(status).toBe(200);
  expect(items).toContainEqual({
    permission: 'plan:read',
    kind: 'plan',
    verb: 'read',
    description: 'Read training plans',
  });
});

test('a role is made, read, changed and deleted', async () => {
  const admin = await world.person('admin');
  const created = await world.call(admin, 'POST', ROLES, { body: dietitian('life-of-one', { deny: ['photo:*'] }) });
  expect(created).toMatchObject({
    status: 201,
    etag: '"life-of-one.1"',
    headers: { location: `${ROLES}/life-of-one` },
    body: { name: 'life-of-one', builtIn: false, allow: ['nutrition:read:any'], deny: ['photo:*'], members: 0 },
  });
  const path = `${ROLES}/life-of-one`;
  expect((await world.call(admin, 'GET', path)).body).toEqual(created.body);
  const patch = { body: { disabled: true } };
  expect(codes(await world.call(admin, 'PATCH', path, patch))).toEqual([428, 'precondition.required']);
  const changed = await world.call(admin, 'PATCH', path, { ...patch, ifMatch: created.etag });
  expect(changed).toMatchObject({ status: 200, etag: '"life-of-one.2"', body: { disabled: true, deny: ['photo:*'] } });
  const stale = await world.call(admin, 'PATCH', path, { ...patch, ifMatch: created.etag });
  expect([...codes(stale), stale.etag]).toEqual([412, 'precondition.failed', '"life-of-one.2"']);
  expect((await world.call(admin, 'DELETE', path, { ifMatch: changed.etag })).status).toBe(204);
  expect(codes(await world.call(admin, 'GET', path))).toEqual([404, 'resource.not-found']);
  const again = await world.call(admin, 'POST', ROLES, { body: dietitian('life-of-one') });
  expect([again.status, again.etag]).toEqual([201, '"life-of-one.4"']);
});

test('a malformed document is refused with the place of each bad entry, and nothing is stored', async () => {
  const admin = await world.person('admin');
  const body = dietitian('malformed', {
    allow: ['plan:read', 'Plan:read', 'plan:fly', 'plan', 'plan:read:own:x'],
    deny: ['plan:read:everywhere'],
  });
  const refused = await world.call(admin, 'POST', ROLES, { body });
  expect(codes(refused)).toEqual([400, 'validation.failed']);
  expect(refused.body['errors']).toEqual([
    expect.objectContaining({ in: 'body', pointer: '/allow/1', code: 'role.unknown-kind' }),
    expect.objectContaining({ in: 'body', pointer: '/allow/2', code: 'role.unknown-verb' }),
    expect.objectContaining({ in: 'body', pointer: '/allow/3', code: 'role.not-two-or-three-parts' }),
    expect.objectContaining({ in: 'body', pointer: '/allow/4', code: 'role.not-two-or-three-parts' }),
    expect.objectContaining({ in: 'body', pointer: '/deny/0', code: 'role.unknown-scope' }),
  ]);
  expect(JSON.stringify(refused.body)).not.toContain('fly');
  expect(await world.main.get(keys.role('malformed'))).toBeUndefined();
});

test.each(['Big', 'ab', '1st', 'a_b', 'x'.repeat(41)])('the name %s is refused', async (name) => {
  const admin = await world.person('admin');
  expect(codes(await world.call(admin, 'POST', ROLES, { body: dietitian(name) }))).toEqual([400, 'validation.failed']);
});

test('built-in roles are listed, and can be neither made, changed nor deleted', async () => {
  const admin = await world.person('admin');
  for (const name of ['admin', 'coach', 'user']) {
    const conflict = [409, 'conflict.built-in-role'];
    const path = `${ROLES}/${name}`;
    const ifMatch = `"${name}.0"`;
    expect((await world.call(admin, 'GET', path)).body).toMatchObject({ name, builtIn: true });
    expect(codes(await world.call(admin, 'POST', ROLES, { body: dietitian(name) }))).toEqual(conflict);
    expect(codes(await world.call(admin, 'PATCH', path, { body: { allow: [] }, ifMatch }))).toEqual(conflict);
    expect(codes(await world.call(admin, 'DELETE', path, { ifMatch }))).toEqual(conflict);
  }
});

test('the list pages through built-in and custom roles by name, without a gap or a repeat', async () => {
  const admin = await world.person('admin');
  for (const name of ['aaa-list', 'bbb-list', 'zzz-list']) {
    await world.call(admin, 'POST', ROLES, { body: dietitian(name) });
  }
  const seen: string[] = [];
  let next = `${ROLES}?limit=2`;
  for (let pages = 0; next !== '' && pages < 20; pages++) {
    const { body } = await world.call(admin, 'GET', next);
    const { items, page } = body as { items: { name: string }[]; page: { nextCursor?: string } }; // what the route promises
    seen.push(...items.map(({ name }) => name));
    next = page.nextCursor === undefined ? '' : `${ROLES}?limit=2&cursor=${page.nextCursor}`;
  }
  expect(seen).toEqual([...new Set(seen)].sort());
  expect(seen).toEqual(expect.arrayContaining(['aaa-list', 'admin', 'bbb-list', 'coach', 'user', 'zzz-list']));
});

test('a repeated creation makes one role; another one of the name is a conflict', async () => {
  const admin = await world.person('admin');
  const body = dietitian('made-once');
  const key = 'the-same-key-for-both';
  const [first, second] = [
    await world.call(admin, 'POST', ROLES, { body, key }),
    await world.call(admin, 'POST', ROLES, { body, key }),
  ];
  expect([first.status, second.status, second.body]).toEqual([201, 201, first.body]);
  expect(codes(await world.call(admin, 'POST', ROLES, { body }))).toEqual([409, 'conflict.exists']);
});

test('nobody but an admin gets at roles, and each refusal is counted once a minute', async () => {
  const [admin, member] = [await world.person('admin'), await world.person()];
  world.now = Math.ceil(world.now / 60_000) * 60_000;
  for (let times = 0; times < 3; times++) {
    expect(codes(await world.call(member, 'GET', ROLES))).toEqual([403, 'authz.permission-missing']);
  }
  const body = dietitian('escalating', { allow: ['*:*:any'] });
  expect((await world.call(member, 'POST', ROLES, { body })).status).toBe(403);
  const { body: listed } = await world.call(admin, 'GET', `/v1/admin/audit-events?actor=${member.id}`);
  const refusal = { actor: member.id, subject: member.id, outcome: 'refused' };
  expect(listed['items']).toHaveLength(2);
  expect(listed['items']).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ ...refusal, action: 'role:list', count: 3 }),
      expect.objectContaining({ ...refusal, action: 'role:create', count: 1 }),
    ]),
  );
});

test('a role is not deleted while somebody has it', async () => {
  const [admin, member] = [await world.person('admin'), await world.person()];
  const { etag } = await world.call(admin, 'POST', ROLES, { body: dietitian('in-use') });
  const assigned = `/v1/admin/users/${member.id}/roles/in-use`;
  expect((await world.call(admin, 'PUT', assigned, because)).status).toBe(201);
  const inUse = [409, 'conflict.role-in-use'];
  expect(codes(await world.call(admin, 'DELETE', `${ROLES}/in-use`, { ifMatch: etag }))).toEqual(inUse);
  const changed = await world.call(admin, 'PATCH', `${ROLES}/in-use`, {
    body: { deny: ['photo:read'] },
    ifMatch: etag,
  });
  expect(changed.body).toMatchObject({ members: 1, version: 2 });
  expect(codes(await world.call(admin, 'DELETE', `${ROLES}/in-use`, { ifMatch: changed.etag }))).toEqual(inUse);
  expect((await world.call(admin, 'DELETE', `${assigned}?reason=over`)).status).toBe(204);
  expect((await world.call(admin, 'DELETE', `${ROLES}/in-use`, { ifMatch: changed.etag })).status).toBe(204);
});

test('a role that is deleted while it is assigned is gone and assigned to nobody, or there and assigned', async () => {
  const admin = await world.person('admin');
  for (let round = 0; round < 10; round++) {
    const name = `raced-${round}`;
    const member = await world.person();
    const { etag } = await world.call(admin, 'POST', ROLES, { body: dietitian(name) });
    const path = `/v1/admin/users/${member.id}/roles/${name}`;
    const [deleted, assigned] = await Promise.all([
      world.call(admin, 'DELETE', `${ROLES}/${name}`, { ifMatch: etag }),
      world.call(admin, 'PUT', path, because),
    ]);
    expect([
      [204, 404],
      [409, 201],
    ]).toContainEqual([deleted.status, assigned.status]);
    const row = await world.main.get(keys.roleAssignment(member.id, name));
    expect(row === undefined).toBe(deleted.status === 204);
  }
});
