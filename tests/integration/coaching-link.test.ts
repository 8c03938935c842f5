import { keys } from '@gymcoach/core/table';
import { type Answer, newPerson, useCoachingWorld } from '../support/coaching-world.ts';
import { everyCrashPoint } from '../support/faults.ts';
import type { Person } from '../support/person.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const INVITATIONS = '/v1/coaching/invitations';
const world = useCoachingWorld();
jest.setTimeout(60_000);

const inDays = (days: number): string => new Date(world.now + days * DAY).toISOString();
const offer = (side: 'coach' | 'client', change: object = {}) => ({
  ...{ side, areas: ['profile', 'injury', 'plan'], canWrite: true, until: inDays(100) },
  ...change,
});
const link = (id: unknown): string => `/v1/coaching/relationships/${String(id)}`;
const codes = ({ status, body }: Answer) => [status, body['code']];

async function linked(client: Person, coach: Person, change: object = {}): Promise<Answer> {
  const { body } = await world.call(coach, 'POST', INVITATIONS, { body: offer('coach') });
  const path = `${INVITATIONS}/${String(body['id'])}/accept`;
  return world.call(client, 'POST', path, { body: { token: body['token'], ...change } });
}

async function withProfile(person: Person): Promise<string> {
  const path = `/v1/users/${person.id}/profile`;
  expect((await world.call(person, 'PUT', path, { body: { displayName: 'Maya' } })).status).toBe(201);
  return path;
}

test('the whole life of a link: invited, accepted with less, used, logged, narrowed, ended', async () => {
  const [client, coach] = [newPerson(), newPerson('coach')];
  const profile = await withProfile(client);
  const injuries = `/v1/users/${client.id}/injuries`;
  const log = `/v1/users/${client.id}/access-log`;
  expect((await world.call(coach, 'GET', profile)).status).toBe(404);

  const accepted = await linked(client, coach, { areas: ['injury', 'profile'], canWrite: false, until: inDays(10) });
  expect(accepted).toMatchObject({
    status: 200,
    body: {
      ...{ clientId: client.id, coachId: coach.id, status: 'active', version: 1 },
      ...{ areas: ['injury', 'profile'], canWrite: false, until: inDays(10) },
    },
  });
  const { id } = accepted.body;
  expect(accepted.etag).toBe(`"${String(id)}.1"`);

  const card = await world.call(coach, 'GET', profile);
  expect([card.status, Object.keys(card.body).sort()]).toEqual([200, ['displayName', 'userId', 'version']]);
  world.now += 1; // what happens within one millisecond has no order
  expect((await world.call(coach, 'GET', injuries)).status).toBe(200);
  const seen = { actorId: coach.id, role: 'coach', relationship: 'coach-link' };
  expect((await world.call(client, 'GET', log)).body['items']).toEqual([
    expect.objectContaining({ ...seen, kind: 'injury', verb: 'list' }),
    expect.objectContaining({ ...seen, kind: 'profile', verb: 'read' }),
  ]);

  const changed = await world.call(client, 'PATCH', `${link(id)}/grants`, {
    body: { areas: ['injury', 'goal'] },
    ifMatch: `"${String(id)}.1"`,
  });
  expect(changed).toMatchObject({ status: 200, body: { areas: ['injury', 'goal'], canWrite: false, version: 2 } });
  expect(codes(await world.call(coach, 'GET', profile))).toEqual([404, 'resource.not-found']);
  expect((await world.call(coach, 'GET', injuries)).status).toBe(200);

  expect((await world.call(coach, 'DELETE', link(id))).status).toBe(204);
  expect(codes(await world.call(coach, 'GET', injuries))).toEqual([404, 'resource.not-found']);
  for (const party of [client, coach]) {
    const ended = await world.call(party, 'GET', link(id));
    expect(ended.body).toMatchObject({ status: 'ended', endedBy: 'coach', version: 3, areas: ['injury', 'goal'] });
  }
  // What was refused is not in the log.
  expect((await world.call(client, 'GET', log)).body['items']).toHaveLength(3);
});

test('the row of an access is there before the coach gets the answer, or there is no answer', async () => {
  const [client, coach] = [newPerson(), newPerson('coach')];
  const profile = await withProfile(client);
  await linked(client, coach);
  const points = await everyCrashPoint(
    async (fault) => {
      world.faults.inject({ ...fault, lasting: true });
      const { status } = await world.call(coach, 'GET', profile);
      const { fired } = world.faults.heal();
      expect(status).toBe(fired ? 503 : 200);
      return fired;
    },
    { kinds: ['before'] },
  );
  expect(points).toBeGreaterThan(2);
});

test('either side ends a link at once, again is no error, and it needs no version', async () => {
  for (const who of ['client', 'coach'] as const) {
    const [client, coach] = [newPerson(), newPerson('coach')];
    const { id } = (await linked(client, coach)).body;
    const party = who === 'client' ? client : coach;
    expect((await world.call(party, 'DELETE', link(id))).status).toBe(204);
    expect((await world.call(party, 'DELETE', link(id))).status).toBe(204);
    expect((await world.call(client, 'GET', link(id))).body).toMatchObject({
      status: 'ended',
      endedBy: who,
      version: 2,
    });
  }
});

test('a coach who is no coach any more may still end a link', async () => {
  const [client, coach] = [newPerson(), newPerson('coach')];
  const { id } = (await linked(client, coach)).body;
  expect((await world.call({ id: coach.id, groups: [] }, 'DELETE', link(id))).status).toBe(204);
});

test('people who are not party to it are told that there is none', async () => {
  const [client, coach] = [newPerson(), newPerson('coach')];
  const { id } = (await linked(client, coach)).body;
  for (const stranger of [newPerson(), newPerson('coach'), newPerson('admin')]) {
    const ifMatch = `"${String(id)}.1"`;
    const answers = [
      await world.call(stranger, 'GET', link(id)),
      await world.call(stranger, 'DELETE', link(id)),
      await world.call(stranger, 'PATCH', `${link(id)}/grants`, { body: { canWrite: false }, ifMatch }),
      await world.call(stranger, 'GET', link(`rel_${'0'.repeat(26)}`)),
    ];
    expect(answers.map(codes)).toEqual(answers.map(() => [404, 'resource.not-found']));
  }
  expect((await world.call(client, 'GET', link(id))).body).toMatchObject({ status: 'active', version: 1 });
});

describe('grants', () => {
  test('the client may widen them, and the coach writes nothing of them', async () => {
    const [client, coach] = [newPerson(), newPerson('coach')];
    const { id } = (await linked(client, coach, { areas: ['plan'], canWrite: false })).body;
    const change = {
      body: { areas: ['plan', 'profile'], canWrite: true, until: inDays(500) },
      ifMatch: `"${String(id)}.1"`,
    };
    expect(codes(await world.call(coach, 'PATCH', `${link(id)}/grants`, change))).toEqual([
      403,
      'authz.permission-missing',
    ]);
    expect((await world.call(client, 'PATCH', `${link(id)}/grants`, change)).body).toMatchObject(change.body);
    expect((await world.call(client, 'PATCH', `${link(id)}/grants`, change)).status).toBe(412);
  });

  test('a bad change is refused and changes nothing', async () => {
    const [client, coach] = [newPerson(), newPerson('coach')];
    const { id } = (await linked(client, coach)).body;
    const path = `${link(id)}/grants`;
    const ifMatch = `"${String(id)}.1"`;
    const bad = [{}, { areas: [] }, { areas: ['audit'] }, { areas: ['plan', 'plan'] }, { until: inDays(-1) }];
    for (const body of [...bad, { until: 'soon' }, { coachId: client.id }, { status: 'active' }]) {
      expect((await world.call(client, 'PATCH', path, { body, ifMatch })).status).toBe(400);
    }
    expect(codes(await world.call(client, 'PATCH', path, { body: { canWrite: false } }))).toEqual([
      428,
      'precondition.required',
    ]);
    await world.call(client, 'DELETE', link(id));
    const ended = { body: { canWrite: true }, ifMatch: `"${String(id)}.2"` };
    expect(codes(await world.call(client, 'PATCH', path, ended))).toEqual([409, 'state.transition-invalid']);
  });

  test('one that has run out lets nobody in, and is prolonged only while there is a place', async () => {
    const [client, coach] = [newPerson(), newPerson('coach')];
    const profile = await withProfile(client);
    const { id } = (await linked(client, coach, { until: inDays(1) })).body;
    world.now += DAY;
    expect((await world.call(coach, 'GET', profile)).status).toBe(404);
    expect((await world.call(client, 'GET', link(id))).body['status']).toBe('expired');
    for (let n = 0; n < 5; n++) expect((await linked(client, newPerson('coach'))).status).toBe(200);
    const prolong = { body: { until: inDays(9) }, ifMatch: `"${String(id)}.1"` };
    expect(codes(await world.call(client, 'PATCH', `${link(id)}/grants`, prolong))).toEqual([
      409,
      'conflict.coach-limit',
    ]);
  });
});

test('a client has five coaches at most; a place is free again when a link ends or runs out', async () => {
  const client = newPerson();
  const coaches = Array.from({ length: 5 }, () => newPerson('coach'));
  const links: unknown[] = [];
  for (const coach of coaches) links.push((await linked(client, coach, { until: inDays(5) })).body['id']);
  const sixth = newPerson('coach');
  expect(codes(await linked(client, sixth))).toEqual([409, 'conflict.coach-limit']);
  await world.call(client, 'DELETE', link(links[2]));
  expect((await linked(client, sixth)).status).toBe(200);
  expect((await linked(client, newPerson('coach'))).status).toBe(409);
  world.now += 5 * DAY;
  expect((await linked(client, newPerson('coach'))).status).toBe(200);
});

test('two who meet again go on with the same relationship', async () => {
  const [client, coach] = [newPerson(), newPerson('coach')];
  const first = (await linked(client, coach)).body;
  expect(codes(await linked(client, coach))).toEqual([409, 'conflict.active-exists']);
  await world.call(client, 'DELETE', link(first['id']));
  const again = (await linked(client, coach, { areas: ['plan'] })).body;
  expect(again).toMatchObject({ id: first['id'], createdAt: first['createdAt'], version: 3, status: 'active' });
  expect(again).not.toHaveProperty('endedAt');
});

test('both see the link in their lists, page by page, and nobody else does', async () => {
  const coach = newPerson('coach');
  const clients = Array.from({ length: 3 }, () => newPerson());
  for (const client of clients) await linked(client, coach);
  const seen: unknown[] = [];
  let cursor = '';
  do {
    const { body } = await world.call(coach, 'GET', `/v1/coaching/clients?limit=2${cursor}`);
    const { items, page } = body as { items: { clientId: string }[]; page: { nextCursor?: string } }; // a page
    seen.push(...items.map(({ clientId }) => clientId));
    cursor = page.nextCursor === undefined ? '' : `&cursor=${page.nextCursor}`;
  } while (cursor !== '');
  expect(seen).toEqual(clients.map(({ id }) => id).sort());
  const coaches = await world.call(clients[0] ?? coach, 'GET', '/v1/coaching/coaches');
  expect(coaches.body['items']).toEqual([expect.objectContaining({ coachId: coach.id, status: 'active' })]);
  for (const path of ['/v1/coaching/clients', '/v1/coaching/coaches']) {
    expect((await world.call(newPerson('coach'), 'GET', path)).body['items']).toEqual([]);
  }
});

test('both rows of a link are the same, and a foreign pointer leads nowhere', async () => {
  const [client, coach] = [newPerson(), newPerson('coach')];
  const { id } = (await linked(client, coach)).body;
  const [mine, theirs] = [keys.coachLink(client.id, coach.id), keys.clientLink(coach.id, client.id)];
  const [a, b] = [await world.main.get(mine), await world.main.get(theirs)];
  expect(a).toMatchObject({ id, v: 1, type: 'coach-link', status: 'active', ownerId: client.id });
  expect({ ...a, PK: 0, SK: 0 }).toEqual({ ...b, PK: 0, SK: 0 });
  const other = `rel_${'1'.repeat(26)}`;
  const pointer = await world.main.get(keys.coachLinkPointer(String(id)));
  await world.main.write([{ put: { ...pointer, ...keys.coachLinkPointer(other) }, when: 'always' }]);
  expect((await world.call(client, 'GET', link(other))).status).toBe(404);
});
