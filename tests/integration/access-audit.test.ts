import { createAuditTrail, verifyDay } from '@gymcoach/core/audit';
import { createTable, type Item, keys, type Table } from '@gymcoach/core/table';
import { type Answer, chainFaults, useAccessWorld } from '../support/access-world.ts';
import type { Person } from '../support/person.ts';

const world = useAccessWorld();
jest.setTimeout(60_000);

const codes = ({ status, body }: Answer) => [status, body['code']];
const EVENTS = '/v1/admin/audit-events';
const EXPLAIN = '/v1/admin/authorization/explain';
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const because = { body: { reason: 'needed for the tests' } };

async function history(admin: Person, member: Person): Promise<void> {
  for (const action of ['suspend', 'reinstate', 'sign-out']) {
    expect((await world.call(admin, 'POST', `/v1/admin/users/${member.id}/${action}`, because)).status).toBe(200);
    world.now += 1_000;
  }
}

test('every change is listed by subject, actor and day, newest first, page by page', async () => {
  const [admin, member] = [await world.person('admin'), await world.person()];
  await history(admin, member);
  const actions = async (query: string) => {
    const { status, body } = await world.call(admin, 'GET', `${EVENTS}?${query}`);
    expect(status).toBe(200);
    return body as { items: { action: string; reason?: string }[]; page: { nextCursor?: string; hasMore: boolean } }; // as promised
  };
  const expected = ['account.signed-out', 'account.reinstated', 'account.suspended'];
  const bySubject = await actions(`subject=${member.id}`);
  expect(bySubject.items.map(({ action }) => action)).toEqual(expected);
  expect(bySubject.items[0]).toMatchObject({
    actor: admin.id,
    resource: { kind: 'user', id: member.id },
    outcome: 'done',
    reason: 'needed for the tests',
  });
  expect((await actions(`actor=${admin.id}`)).items.map(({ action }) => action)).toEqual(expected);
  const byDay = (await actions(`day=${dayOf(world.now)}&limit=100`)).items.map(({ action }) => action);
  expect(byDay).toEqual(expect.arrayContaining([...expected, 'role.assigned']));
  const first = await actions(`subject=${member.id}&limit=2`);
  expect(first.page.hasMore).toBe(true);
  const rest = await actions(`subject=${member.id}&limit=2&cursor=${String(first.page.nextCursor)}`);
  expect([...first.items, ...rest.items].map(({ action }) => action)).toEqual(expected);
  const elsewhere = await world.call(
    admin,
    'GET',
    `${EVENTS}?actor=${admin.id}&cursor=${String(first.page.nextCursor)}`,
  );
  expect(codes(elsewhere)).toEqual([400, 'cursor.invalid']);
});

test('a list wants exactly one of subject, actor and day, and an admin', async () => {
  const [admin, member] = [await world.person('admin'), await world.person()];
  expect(codes(await world.call(admin, 'GET', EVENTS))).toEqual([400, 'validation.failed']);
  const two = `${EVENTS}?actor=${admin.id}&subject=system`;
  expect(codes(await world.call(admin, 'GET', two))).toEqual([400, 'validation.failed']);
  expect(codes(await world.call(member, 'GET', `${EVENTS}?actor=${member.id}`))).toEqual([
    403,
    'authz.permission-missing',
  ]);
});

test('a lost condition leaves no event, and a contended chain none out', async () => {
  const admin = await world.person('admin');
  const members = await Promise.all(Array.from({ length: 20 }, () => world.person()));
  const put = ({ id }: Person) => world.call(admin, 'PUT', `/v1/admin/users/${id}/roles/coach`, because);
  const answers = await Promise.all(members.map(put));
  expect(answers.map(({ status }) => status)).toEqual(members.map(() => 201));
  const refused = await world.call(admin, 'PUT', `/v1/admin/users/${members[0]?.id}/roles/no-such-role`, because);
  expect(refused.status).toBe(404);
  const { body } = await world.call(admin, 'GET', `${EVENTS}?actor=${admin.id}&limit=100`);
  expect(body['items']).toHaveLength(20);
  expect(await chainFaults(world)).toEqual([]);
});

describe('an event that is tampered with shows', () => {
  const later = 100 * 24 * 60 * 60 * 1_000;
  let day = 0;

  /** A day of its own with twenty events; gives those of its longest chain, in order. */
  async function aDay(): Promise<{ name: string; rows: readonly Item[]; audit: Table }> {
    const { main, audit, now } = world;
    const at = now + later + day++ * 24 * 60 * 60 * 1_000;
    const trail = createAuditTrail({ main, audit, now: () => at });
    for (let index = 0; index < 40; index++) {
      const record = { actor: 'operator', action: 'test.done', subject: 'system', resource: { kind: 'role', id: 'x' } };
      const put = { PK: `TEST#${index}`, SK: 'X' };
      await trail.recording({ ...record, reason: `the ${index}th` }).write([{ put, when: 'always' }]);
    }
    const name = dayOf(at).replaceAll('-', '');
    const chains = await Promise.all(
      Array.from({ length: 16 }, (_, shard) => audit.query(keys.auditOfDay(name, shard), { limit: 100 })),
    );
    const longest = chains.map(({ items }) => items).sort((a, b) => b.length - a.length)[0] ?? [];
    const rows = [...longest].sort((a, b) => Number(a['sequence']) - Number(b['sequence']));
    expect(rows.length).toBeGreaterThan(2);
    expect(await verifyDay(audit, name)).toEqual({ events: 40, faults: [] });
    return { name, rows, audit };
  }
  const keyOf = (row: Item | undefined) => ({ PK: String(row?.['PK']), SK: String(row?.['SK']) });

  test.each<[string, (rows: readonly Item[], audit: Table) => Promise<void>, string]>([
    [
      'a changed reason',
      (rows, audit) => audit.write([{ update: keyOf(rows[1]), set: { reason: 'y' }, when: 'always' }]),
      'altered',
    ],
    [
      'a changed actor',
      (rows, audit) => audit.write([{ update: keyOf(rows[0]), set: { actor: 'z' }, when: 'always' }]),
      'altered',
    ],
    ['a deleted event', (rows, audit) => audit.write([{ delete: keyOf(rows[1]), when: 'always' }]), 'missing'],
    ['a deleted last event', (rows, audit) => audit.write([{ delete: keyOf(rows.at(-1)), when: 'always' }]), 'missing'],
    [
      'an added event',
      (rows, audit) => {
        const copy = { ...rows[1], ...keyOf(rows[1]), SK: `${keyOf(rows[1]).SK}0` };
        return audit.write([{ put: copy, when: 'always' }]);
      },
      'unexpected',
    ],
    [
      'an altered head',
      (rows, audit) => {
        const head = keys.auditHead(String(rows[0]?.['day']), Number(rows[0]?.['shard']));
        return audit.write([{ update: head, set: { hash: '0'.repeat(64) }, when: 'always' }]);
      },
      'head',
    ],
  ])('%s', async (_what, tamper, fault) => {
    const { name, rows, audit } = await aDay();
    await tamper(rows, audit);
    const { faults } = await verifyDay(audit, name);
    expect(faults).toEqual([expect.objectContaining({ fault, shard: rows[0]?.['shard'] })]);
  });
});

test('everybody may have their own decisions explained, an admin those of others', async () => {
  const [admin, member, coach] = [await world.person('admin'), await world.person(), await world.person('coach')];
  const ask = (by: Person, subject: Person, permission: string, path: string) =>
    world.call(by, 'POST', EXPLAIN, { body: { subject: subject.id, permission, path } });
  const mine = await ask(member, member, 'plan:read', '/v1/users/me/plans');
  expect(mine.body).toEqual({
    ...{ subject: member.id, permission: 'plan:read', owner: member.id, roles: ['user'] },
    ...{ allow: true, rule: 'user', scope: 'own' },
  });
  const theirs = `/v1/users/${member.id}/plans`;
  expect((await ask(coach, coach, 'plan:read', theirs)).body).toMatchObject({
    ...{ allow: false, rule: 'no-grant', missing: 'plan:read', visible: false, owner: member.id },
  });
  expect((await ask(admin, coach, 'role:create', '/v1/admin/roles')).body).toMatchObject({
    ...{ allow: false, rule: 'admin-only', owner: 'system', roles: ['user', 'coach'] },
  });
  expect(codes(await ask(member, coach, 'plan:read', theirs))).toEqual([403, 'authz.permission-missing']);
  expect(codes(await ask(member, member, 'plan:fly', theirs))).toEqual([400, 'validation.failed']);
  expect(codes(await ask(member, member, 'plan:read', '/v1/users/somebody/plans'))).toEqual([400, 'validation.failed']);
  const nobody = { id: 'ffffffff-ffff-4fff-8fff-ffffffffffff', groups: [] };
  expect(codes(await ask(admin, nobody, 'plan:read', theirs))).toEqual([404, 'resource.not-found']);
});

test('a refusal that cannot be counted is a refusal all the same', async () => {
  const lost = createTable({ send: () => Promise.reject(new Error('lost')) }, 'audit');
  const { createRefusalLog } = await import('@gymcoach/core/audit');
  const told = createRefusalLog({ audit: lost, now: () => world.now });
  await expect(told({ actor: 'x', permission: 'plan:read' })).resolves.toBeUndefined();
});
