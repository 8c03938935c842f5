import { createAuditTrail } from '@gymcoach/core/audit';
import { keys } from '@gymcoach/core/table';
import { giveRole } from '../../scripts/operate/give-role.ts';
import { type Answer, chainFaults, useAccessWorld } from '../support/access-world.ts';
import { catchLog } from '../support/catch-log.ts';
import type { Person } from '../support/person.ts';

const world = useAccessWorld();
jest.setTimeout(60_000);
afterEach(async () => expect(await chainFaults(world)).toEqual([]));

const LAST = [409, 'conflict.last-admin'];
const codes = ({ status, body }: Answer) => [status, body['code']];
const roleOf = ({ id }: Person, role: string): string => `/v1/admin/users/${id}/roles/${role}`;
const drop = (person: Person, role: string): string => `${roleOf(person, role)}?reason=over`;
const because = { body: { reason: 'needed for the tests' } };
const act = (admin: Person, { id }: Person, action: string) =>
  world.call(admin, 'POST', `/v1/admin/users/${id}/${action}`, because);
const countIs = (role: string, members: number) =>
  world.main.write([{ update: keys.role(role), set: { members }, when: 'always' }]);
const members = async (role: string) => (await world.main.get(keys.role(role)))?.['members'];
const grant = (person: Person, role: 'admin' | 'coach') => {
  const { main, audit } = world;
  const now = () => world.now;
  return giveRole({ main, trail: createAuditTrail({ main, audit, now }), now }, person.id, role, 'by the operator');
};
const events = async (admin: Person, { id }: Person) =>
  (await world.call(admin, 'GET', `/v1/admin/audit-events?subject=${id}`)).body['items'];

describe('a member count that has drifted keeps nobody in a role', () => {
  test.each([0, -1])('a custom role is taken, and recorded, at a count of %d', async (drifted) => {
    const [admin, member] = [await world.person('admin'), await world.person()];
    const name = `drifted-${drifted + 1}`;
    await world.call(admin, 'POST', '/v1/admin/roles', { body: { name, allow: ['photo:list:any'] } });
    await world.call(admin, 'PUT', roleOf(member, name), because);
    await countIs(name, drifted);
    const { result, log } = await catchLog(() => world.call(admin, 'DELETE', drop(member, name)));
    expect(result.status).toBe(204);
    expect(log).toContain('the member count of a role has drifted');
    expect(await world.main.get(keys.roleAssignment(member.id, name))).toBeUndefined();
    expect(await members(name)).toBe(drifted);
    expect(await events(admin, member)).toContainEqual(expect.objectContaining({ action: 'role.removed' }));
  });

  test('a built-in role is taken, too', async () => {
    const [admin, coach] = [await world.person('admin'), await world.person('coach')];
    await countIs('coach', 0);
    expect((await world.call(admin, 'DELETE', drop(coach, 'coach'))).status).toBe(204);
    expect(await world.main.get(keys.roleAssignment(coach.id, 'coach'))).toBeUndefined();
    expect(await world.main.get(keys.account(coach.id))).toMatchObject({ revokedGroups: ['coach'] });
  });

  test('two who take the last one at once take it once', async () => {
    const [admin, member] = [await world.person('admin'), await world.person()];
    await world.call(admin, 'POST', '/v1/admin/roles', { body: { name: 'taken-twice', allow: ['photo:list'] } });
    await world.call(admin, 'PUT', roleOf(member, 'taken-twice'), because);
    const take = () => world.call(admin, 'DELETE', drop(member, 'taken-twice'));
    const answers = await Promise.all([take(), take(), take()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404]);
    expect(await members('taken-twice')).toBe(0);
  });
});

describe('one admin who is counted stays', () => {
  test('where another was put into the group by hand', async () => {
    const [byHand, another] = [
      { ...(await world.person()), groups: ['admin'] },
      { ...(await world.person()), groups: ['admin'] },
    ];
    await countIs('admin', 0);
    expect(codes(await world.call(byHand, 'DELETE', drop(another, 'admin')))).toEqual(LAST);
    expect(codes(await act(byHand, another, 'suspend'))).toEqual(LAST);
    expect((await world.call(another, 'GET', '/v1/admin/roles')).status).toBe(200);
    const counted = await world.person('admin');
    expect((await act(counted, another, 'suspend')).status).toBe(200);
    expect((await world.call(counted, 'DELETE', drop(byHand, 'admin'))).status).toBe(204);
    expect(await members('admin')).toBe(1);
  });

  test('and a suspended one whom the operator makes an admin joins the count when reinstated', async () => {
    await countIs('admin', 0);
    const [admin, member] = [await world.person('admin'), await world.person()];
    expect((await act(admin, member, 'suspend')).status).toBe(200);
    expect(await grant(member, 'admin')).toBe(true);
    expect(await members('admin')).toBe(1);
    expect(await world.main.get(keys.roleAssignment(member.id, 'admin'))).toMatchObject({ counted: false });
    expect((await act(admin, member, 'reinstate')).status).toBe(200);
    expect(await members('admin')).toBe(2);
  });

  test('and the operator’s command is lost to a suspension that comes in between', async () => {
    const [admin, member] = [await world.person('admin'), await world.person()];
    const { main, audit } = world;
    const before = await members('admin');
    const now = () => world.now;
    const slow = {
      ...main,
      get: async (key: Parameters<typeof main.get>[0]) => {
        const found = await main.get(key);
        if (key.SK === 'GRANT#ACCT') await act(admin, member, 'suspend');
        return found;
      },
    };
    const trail = createAuditTrail({ main, audit, now });
    await expect(giveRole({ main: slow, trail, now }, member.id, 'admin', 'slow')).rejects.toThrow();
    expect(await members('admin')).toBe(before);
  });
});

test('the operator’s command renews a role whose time has ended, and leaves one that is in force', async () => {
  const [admin, member] = [await world.person('admin'), await world.person()];
  const until = new Date(world.now + 30_000).toISOString();
  await world.call(admin, 'PUT', roleOf(member, 'coach'), { body: { reason: 'for a while', until } });
  const before = await members('coach');
  expect(await grant(member, 'coach')).toBe(false);
  world.wait();
  expect(await grant(member, 'coach')).toBe(true);
  const row = await world.main.get(keys.roleAssignment(member.id, 'coach'));
  expect(row).toMatchObject({ version: 2, reason: 'by the operator', counted: true });
  expect(row?.['until']).toBeUndefined();
  expect(await members('coach')).toBe(before);
  expect(await grant(member, 'coach')).toBe(false);
});

test.each(['erasing', 'closed'])('an account that is %s is neither reinstated nor suspended', async (status) => {
  const [admin, member] = [await world.person('admin'), await world.person()];
  const row = { v: 1, type: 'account', id: member.id, ownerId: member.id, version: 1, validAfter: 0 };
  await world.main.write([{ put: { ...keys.account(member.id), ...row, status, revokedGroups: [] }, when: 'always' }]);
  for (const action of ['reinstate', 'suspend']) {
    expect(codes(await act(admin, member, action))).toEqual([409, 'state.transition-invalid']);
  }
  expect(await world.main.get(keys.account(member.id))).toMatchObject({ status, version: 1 });
});
