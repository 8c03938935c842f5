import { keys } from '@gymcoach/core/table';
import { type Answer, type CallOptions, newPerson, useCoachingWorld } from '../support/coaching-world.ts';
import type { Person } from '../support/person.ts';

const DAY = 24 * 3_600_000;
const CACHED = 61_000; // longer than grants are kept
const INVITATIONS = '/v1/coaching/invitations';
const FORBIDDEN = [403, 'authz.permission-missing'];
const ABSENT = [404, 'resource.not-found'];
const world = useCoachingWorld();
jest.setTimeout(60_000);

const offer = (side: string) => {
  return { side, areas: ['plan'], canWrite: false, until: new Date(world.now + 100 * DAY).toISOString() };
};
const codes = ({ status, body }: Answer) => [status, body['code']];
const month = () => new Date(world.now).toISOString().slice(0, 7).replace('-', '');

/** A request, by whom, and whose the thing is. */
interface Act {
  readonly by: Person;
  readonly others: readonly Person[];
  readonly owner: Person;
  readonly request: readonly [method: string, path: string, options?: CallOptions];
}

async function invited(side: 'coach' | 'client') {
  const sender = side === 'coach' ? newPerson('coach') : newPerson();
  const { id, token } = (await world.call(sender, 'POST', INVITATIONS, { body: offer(side) })).body;
  return { sender, path: `${INVITATIONS}/${String(id)}`, token };
}

async function linked() {
  const { sender: coach, path, token } = await invited('coach');
  const client = newPerson();
  const { id } = (await world.call(client, 'POST', `${path}/accept`, { body: { token } })).body;
  const grants = { body: { canWrite: true }, ifMatch: `"${String(id)}.1"` };
  return { client, coach, path: `/v1/coaching/relationships/${String(id)}`, grants };
}

const onOwn = (by: Person, ...request: Act['request']): Act => ({ by, others: [], owner: by, request });

async function answering(side: 'coach' | 'client', what: 'accept' | 'decline'): Promise<Act> {
  const { sender, path, token } = await invited(side);
  const by = side === 'coach' ? newPerson() : newPerson('coach');
  return { ...onOwn(by, 'POST', `${path}/${what}`, { body: { token } }), others: [sender] };
}

async function onLink(as: 'client' | 'coach', method: string, what: '' | '/grants' = ''): Promise<Act> {
  const { client, coach, path, grants } = await linked();
  const [by, other] = as === 'client' ? [client, coach] : [coach, client];
  return { by, others: [other], owner: client, request: [method, `${path}${what}`, what === '' ? {} : grants] };
}

const ROUTES: readonly (readonly [string, string, number, readonly unknown[], () => Promise<Act>])[] = [
  ['invite', 'create', 201, FORBIDDEN, async () => onOwn(newPerson(), 'POST', INVITATIONS, { body: offer('client') })],
  [
    'invite as a coach',
    ...(['create', 201, FORBIDDEN] as const),
    async () => onOwn(newPerson('coach'), 'POST', INVITATIONS, { body: offer('coach') }),
  ],
  ['list invitations', 'list', 200, FORBIDDEN, async () => onOwn((await invited('client')).sender, 'GET', INVITATIONS)],
  ['list clients', 'list', 200, FORBIDDEN, async () => onOwn((await linked()).coach, 'GET', '/v1/coaching/clients')],
  ['list coaches', 'list', 200, FORBIDDEN, async () => onOwn((await linked()).client, 'GET', '/v1/coaching/coaches')],
  ['accept as the client', 'accept', 200, FORBIDDEN, () => answering('coach', 'accept')],
  ['accept as the coach', 'accept', 200, FORBIDDEN, () => answering('client', 'accept')],
  ['decline', 'update', 200, FORBIDDEN, () => answering('coach', 'decline')],
  [
    'take back',
    ...(['update', 200, FORBIDDEN] as const),
    async () => {
      const { sender, path } = await invited('client');
      return onOwn(sender, 'POST', `${path}/revoke`);
    },
  ],
  ['read as the client', 'read', 200, FORBIDDEN, () => onLink('client', 'GET')],
  ['read as the coach', 'read', 200, ABSENT, () => onLink('coach', 'GET')],
  ['end as the client', 'delete', 204, FORBIDDEN, () => onLink('client', 'DELETE')],
  ['end as the coach', 'delete', 204, ABSENT, () => onLink('coach', 'DELETE')],
  ['change the grants', 'update', 200, FORBIDDEN, () => onLink('client', 'PATCH', '/grants')],
];

let roles = 0;

/** Gives a role that denies, past what containers remember. */
async function deny(to: Person, entry: string): Promise<void> {
  roles += 1;
  const role = `denier-${roles}`;
  const data = { name: role, allow: [], deny: [entry] };
  const document = { ...keys.role(role), v: 1, type: 'role', id: role, ownerId: 'system', version: 1, data };
  const assignment = { ...keys.roleAssignment(to.id, role), v: 1, type: 'role-assignment', role };
  for (const put of [document, assignment]) await world.main.write([{ put, when: 'always' }]);
  world.now += CACHED;
}

/** Everything that coaching writes about these people. */
const written = (people: readonly Person[]) =>
  Promise.all(
    people.map(async ({ id }) => [
      await world.rows(keys.rowsOf(id)),
      await world.rows(keys.auditOfSubject(id, month()), world.audit),
    ]),
  );

const refusals = async ({ id }: Person) => {
  const rows = await world.rows({ PK: keys.refusal(id, month(), '').PK, prefix: '' }, world.audit);
  return rows.map(({ action, count }) => [action, count]);
};

/** What `explain` says of the same. */
async function explained({ by, owner }: Act, permission: string): Promise<readonly unknown[]> {
  const body = {
    subject: by.id,
    permission,
    path: owner.id === by.id ? INVITATIONS : `/v1/users/${owner.id}/coaching`,
  };
  const answer = await world.call(by, 'POST', '/v1/admin/authorization/explain', { body });
  return [answer.status, answer.body['allow'], answer.body['rule']];
}

describe.each(ROUTES)('to %s', (_name, verb, success, refused, prepare) => {
  const permission = `assignment:${verb}`;

  test('passes without the role, or with one that denies something else', async () => {
    for (const entry of [undefined, verb === 'read' ? 'assignment:list' : 'assignment:read', 'plan:*']) {
      const act = await prepare();
      if (entry !== undefined) await deny(act.by, entry);
      expect((await explained(act, permission)).slice(0, 2)).toEqual([200, true]);
      expect([entry, (await world.call(act.by, ...act.request)).status]).toEqual([entry, success]);
      expect(await refusals(act.by)).toEqual([]);
    }
  });

  test('is refused to somebody with a role that denies it, counted, and writes nothing', async () => {
    const act = await prepare();
    await deny(act.by, 'assignment:*');
    const before = await written([act.by, ...act.others]);
    expect(codes(await world.call(act.by, ...act.request))).toEqual(refused);
    expect(await written([act.by, ...act.others])).toEqual(before);
    expect(await refusals(act.by)).toEqual([[permission, 1]]);
    expect(await explained(act, permission)).toEqual([200, false, 'role-denies']);
  });
});

test('a repeat of what was done before the denial is refused, too', async () => {
  const client = newPerson();
  const request = { body: offer('client'), key: 'the-same-key-of-both' };
  expect((await world.call(client, 'POST', INVITATIONS, request)).status).toBe(201);
  await deny(client, 'assignment:create');
  expect(codes(await world.call(client, 'POST', INVITATIONS, request))).toEqual(FORBIDDEN);
});

test('an admin is above the denial, but nobody but the client changes what a link grants', async () => {
  const admin = newPerson('admin', 'coach');
  const { body } = await world.call(admin, 'POST', INVITATIONS, { body: offer('coach') });
  const path = `${INVITATIONS}/${String(body['id'])}/accept`;
  const { id } = (await world.call(newPerson(), 'POST', path, { body: { token: body['token'] } })).body;
  await deny(admin, 'assignment:*');
  const link = `/v1/coaching/relationships/${String(id)}`;
  const change = { body: { canWrite: true }, ifMatch: `"${String(id)}.1"` };
  expect(codes(await world.call(admin, 'PATCH', `${link}/grants`, change))).toEqual(FORBIDDEN);
  expect((await world.call(admin, 'DELETE', link)).status).toBe(204);
});

test('who is no coach any more no longer reads a link, may end it, and not if that is denied', async () => {
  const act = await onLink('coach', 'DELETE');
  const former: Person = { id: act.by.id, groups: [] };
  const [, path] = act.request;
  expect(codes(await world.call(former, 'GET', path))).toEqual(ABSENT);
  await deny(former, 'assignment:delete');
  expect(codes(await world.call(former, 'DELETE', path))).toEqual(ABSENT);
  const other = await onLink('coach', 'DELETE');
  expect((await world.call({ id: other.by.id, groups: [] }, ...other.request)).status).toBe(204);
});
