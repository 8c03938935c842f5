import { keys } from '@gymcoach/core/table';
import { type Answer, chainFaults, useAccessWorld } from '../support/access-world.ts';
import type { Person } from '../support/person.ts';

const world = useAccessWorld();
jest.setTimeout(60_000);

beforeEach(() => {
  world.directoryFails = false;
});
afterEach(async () => expect(await chainFaults(world)).toEqual([]));

const codes = ({ status, body }: Answer) => [status, body['code']];
const roleOf = ({ id }: Person, role: string): string => `/v1/admin/users/${id}/roles/${role}`;
const because = { body: { reason: 'needed for the tests' } };
const drop = (person: Person, role: string): string => `${roleOf(person, role)}?reason=over`;
const admins = async (): Promise<unknown> => (await world.main.get(keys.role('admin')))?.['members'];
const act = (admin: Person, { id }: Person, action: string, options: object = {}): Promise<Answer> =>
  world.call(admin, 'POST', `/v1/admin/users/${id}/${action}`, { ...because, ...options });

test('a custom role is assigned, replaced and taken, and its members are counted', async () => {
  const [admin, member] = [await world.person('admin'), await world.person()];
  await world.call(admin, 'POST', '/v1/admin/roles', {
    body: { name: 'counted', allow: ['role:read', 'photo:list:any'] },
  });
  const until = new Date(world.now + 3_600_000).toISOString();
  const body = { reason: 'for an hour', until };
  const first = await world.call(admin, 'PUT', roleOf(member, 'counted'), { body });
  expect([first.status, first.body]).toEqual([
    201,
    { role: 'counted', builtIn: false, ...body, assignedBy: admin.id, assignedAt: new Date(world.now).toISOString() },
  ]);
  expect((await world.call(admin, 'PUT', roleOf(member, 'counted'), because)).status).toBe(200);
  const { body: list } = await world.call(admin, 'GET', `/v1/admin/users/${member.id}/roles`);
  expect(list).toMatchObject({ userId: member.id, items: [{ role: 'counted', reason: 'needed for the tests' }] });
  expect((await world.call(admin, 'GET', '/v1/admin/roles/counted')).body).toMatchObject({ members: 1 });
  expect((await world.call(admin, 'DELETE', drop(member, 'counted'))).status).toBe(204);
  expect(codes(await world.call(admin, 'DELETE', drop(member, 'counted')))).toEqual([404, 'resource.not-found']);
  expect((await world.call(admin, 'GET', '/v1/admin/roles/counted')).body).toMatchObject({ members: 0 });
});

test('the same assignment again changes nothing and is not recorded again', async () => {
  const admin = await world.person('admin');
  const member = await world.person();
  const assign = (reason: string) => world.call(admin, 'PUT', roleOf(member, 'coach'), { body: { reason } });
  const month = new Date(world.now).toISOString().slice(0, 7).replace('-', '');
  const events = async () => (await world.audit.query(keys.auditOfSubject(member.id, month), { limit: 10 })).items;
  const first = await assign('a new coach');
  expect([first.status, (await events()).length]).toEqual([201, 1]);
  const again = await assign('a new coach');
  expect([again.status, again.body, (await events()).length]).toEqual([200, first.body, 1]);
  expect((await assign('for another reason')).body).toMatchObject({ reason: 'for another reason' });
  expect(await events()).toHaveLength(2);
});

test('what is not known is not found', async () => {
  const [admin, member] = [await world.person('admin'), await world.person()];
  const nobody = { id: 'ffffffff-ffff-4fff-8fff-ffffffffffff', groups: [] };
  const absent = [404, 'resource.not-found'];
  expect(codes(await world.call(admin, 'PUT', roleOf(member, 'no-such-role'), because))).toEqual(absent);
  expect(codes(await world.call(admin, 'PUT', roleOf(nobody, 'coach'), because))).toEqual(absent);
  expect(codes(await world.call(admin, 'DELETE', drop(nobody, 'coach')))).toEqual(absent);
  expect(codes(await world.call(admin, 'GET', `/v1/admin/users/${nobody.id}/roles`))).toEqual(absent);
  expect(codes(await world.call(admin, 'GET', `/v1/admin/users/${nobody.id}`))).toEqual(absent);
  expect(codes(await act(admin, nobody, 'suspend'))).toEqual(absent);
});

test('an end that has passed, an end of an admin and the role of everybody are refused', async () => {
  const [admin, member] = [await world.person('admin'), await world.person()];
  const put = async (role: string, until?: string) =>
    codes(await world.call(admin, 'PUT', roleOf(member, role), { body: { reason: 'r', ...(until ? { until } : {}) } }));
  expect(await put('coach', new Date(world.now).toISOString())).toEqual([400, 'validation.failed']);
  expect(await put('admin', new Date(world.now + 9_000).toISOString())).toEqual([400, 'validation.failed']);
  expect(await put('user')).toEqual([409, 'conflict.built-in-role']);
});

test('nobody gives, takes or suspends anything of their own', async () => {
  const admin = await world.person('admin');
  const forbidden = [403, 'authz.permission-missing'];
  expect(codes(await world.call(admin, 'PUT', roleOf(admin, 'coach'), because))).toEqual(forbidden);
  expect(codes(await world.call(admin, 'DELETE', drop(admin, 'admin')))).toEqual(forbidden);
  expect(codes(await act(admin, admin, 'suspend'))).toEqual(forbidden);
  expect(codes(await world.call(admin, 'PUT', '/v1/admin/users/me/roles/coach', because))).toEqual(forbidden);
});

test('a removed admin is none within a minute, whatever the token says, and can become one again', async () => {
  const [admin, other, member] = [await world.person('admin'), await world.person('admin'), await world.person()];
  const read = (options: object = {}) => world.call(other, 'GET', `/v1/admin/users/${member.id}`, options);
  expect((await read()).status).toBe(200);
  const issuedAt = Math.floor(world.now / 1_000);
  expect((await world.call(admin, 'DELETE', drop(other, 'admin'))).status).toBe(204);
  expect(world.directoryCalls.at(-1)).toEqual(['removeFromGroup', other.id, 'admin']);
  world.wait();
  expect(codes(await read({ issuedAt }))).toEqual([401, 'auth.token-invalid']); // from before the removal
  expect(codes(await read())).toEqual([404, 'resource.not-found']); // the group is in the token, and does not count
  expect((await world.call(admin, 'PUT', roleOf(other, 'admin'), because)).status).toBe(201);
  expect(world.directoryCalls.at(-1)).toEqual(['addToGroup', other.id, 'admin']);
  world.wait();
  expect((await read()).status).toBe(200);
});

test('a user pool that fails leaves the table right, and a repeat mends it', async () => {
  const [admin, coach] = [await world.person('admin'), await world.person('coach')];
  world.directoryFails = true;
  expect(codes(await world.call(admin, 'DELETE', drop(coach, 'coach')))).toEqual([503, 'dependency.unavailable']);
  expect(await world.main.get(keys.account(coach.id))).toMatchObject({ revokedGroups: ['coach'] });
  world.directoryFails = false;
  expect((await world.call(admin, 'DELETE', drop(coach, 'coach'))).status).toBe(204);
  expect(world.directoryCalls.at(-1)).toEqual(['removeFromGroup', coach.id, 'coach']);
});

test('an account is suspended, refused, and reinstated with new tokens only', async () => {
  const [admin, member] = [await world.person('admin'), await world.person()];
  const issuedAt = Math.floor(world.now / 1_000);
  const mine = (options: object = {}) => world.call(member, 'GET', '/v1/permissions', options);
  const suspended = await act(admin, member, 'suspend');
  const validAfter = new Date((issuedAt + 1) * 1_000).toISOString();
  expect([suspended.status, suspended.body, suspended.etag]).toEqual([
    200,
    { userId: member.id, status: 'suspended', validAfter, revokedGroups: [], version: 1 },
    `"${member.id}.1"`,
  ]);
  expect(world.directoryCalls.at(-1)).toEqual(['signOut', member.id]);
  world.wait();
  expect(codes(await mine())).toEqual([403, 'auth.account-disabled']);
  expect((await act(admin, member, 'suspend')).body).toEqual(suspended.body);
  expect((await act(admin, member, 'reinstate')).body).toMatchObject({ status: 'active', version: 2 });
  world.wait();
  expect(codes(await mine({ issuedAt }))).toEqual([401, 'auth.token-invalid']);
  expect((await mine()).status).toBe(200);
  expect((await world.call(admin, 'GET', `/v1/admin/users/${member.id}`)).body).toMatchObject({ status: 'active' });
});

test('a repeated sign-out signs out once', async () => {
  const [admin, member] = [await world.person('admin'), await world.person()];
  const key = 'sign-out-with-one-key';
  const first = await act(admin, member, 'sign-out', { key });
  world.now += 5_000;
  const second = await act(admin, member, 'sign-out', { key });
  expect([second.status, second.body]).toEqual([200, first.body]);
  const { body } = await world.call(admin, 'GET', `/v1/admin/audit-events?subject=${member.id}`);
  expect(body['items']).toEqual([expect.objectContaining({ action: 'account.signed-out', actor: admin.id })]);
});

test('of two admins who remove or suspend each other at once, one stays', async () => {
  const { id: keeper } = await world.person('admin');
  for (const action of ['remove', 'suspend', 'mixed']) {
    // Only these two are left.
    await world.main.write([{ update: keys.role('admin'), set: { members: 0 }, when: 'always' }]);
    const [one, two] = [await world.person('admin'), await world.person('admin')];
    expect(await admins()).toBe(2);
    const remove = (by: Person, of: Person) => world.call(by, 'DELETE', drop(of, 'admin'));
    const suspend = (by: Person, of: Person) => act(by, of, 'suspend');
    const answers = await Promise.all([
      (action === 'remove' ? remove : suspend)(one, two),
      (action === 'suspend' ? suspend : remove)(two, one),
    ]);
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused.map(codes)).toEqual([[409, 'conflict.last-admin']]);
    expect(answers.some(({ status }) => status === 200 || status === 204)).toBe(true);
    expect(await admins()).toBe(1);
  }
  expect(keeper).toBeDefined();
});

test('a suspended admin does not count as one who could stay', async () => {
  await world.main.write([{ update: keys.role('admin'), set: { members: 0 }, when: 'always' }]);
  const [one, two] = [await world.person('admin'), await world.person('admin')];
  expect((await world.call(two, 'GET', '/v1/admin/roles')).status).toBe(200);
  expect((await act(one, two, 'suspend')).status).toBe(200);
  // What the container remembers of `two` is less than a minute old: the condition in the transaction decides.
  expect(codes(await world.call(two, 'DELETE', drop(one, 'admin')))).toEqual([409, 'conflict.last-admin']);
  expect((await act(one, two, 'reinstate')).status).toBe(200);
  expect(await admins()).toBe(2);
});
