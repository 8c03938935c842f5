import { keys } from '@gymcoach/core/table';
import { type Answer, newPerson, useCoachingWorld } from '../support/coaching-world.ts';
import type { Person } from '../support/person.ts';

const DAY = 24 * 3_600_000;
const INVITATIONS = '/v1/coaching/invitations';
const ROUNDS = 10;
const world = useCoachingWorld();
jest.setTimeout(60_000);

const body = (side: 'coach' | 'client') => ({
  ...{ side, areas: ['profile'], canWrite: false, until: new Date(world.now + 9 * DAY).toISOString() },
});
const statuses = (answers: readonly Answer[]): readonly number[] => answers.map(({ status }) => status).sort();

async function invited(sender: Person, side: 'coach' | 'client') {
  const { id, token } = (await world.call(sender, 'POST', INVITATIONS, { body: body(side) })).body;
  const path = `${INVITATIONS}/${String(id)}`;
  return {
    accept: (person: Person) => world.call(person, 'POST', `${path}/accept`, { body: { token } }),
    revoke: () => world.call(sender, 'POST', `${path}/revoke`),
    state: async () => (await world.main.get(keys.invitation(String(id))))?.['state'],
  };
}

const coachesOf = async (client: Person) =>
  (await world.rows(keys.coachLinks(client.id))).filter(({ status }) => status === 'active');
const places = async (client: Person) => (await world.main.get(keys.coachRoster(client.id)))?.['places'] ?? [];

test('two who accept one invitation at once: one has a link', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const coach = newPerson('coach');
    const clients = [newPerson(), newPerson()];
    const { accept } = await invited(coach, 'coach');
    expect(statuses(await Promise.all(clients.map(accept)))).toEqual([200, 409]);
    expect(await world.rows(keys.clientLinks(coach.id))).toHaveLength(1);
    expect((await Promise.all(clients.map(coachesOf))).flat()).toHaveLength(1);
  }
});

test('one person who accepts twice at once has one link', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const [client, coach] = [newPerson(), newPerson('coach')];
    const { accept } = await invited(coach, 'coach');
    expect(statuses(await Promise.all([accept(client), accept(client)]))).toEqual([200, 409]);
    expect(await places(client)).toHaveLength(1);
  }
});

test('accepted against revoked: one of them holds, and the link says which', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const [client, coach] = [newPerson(), newPerson('coach')];
    const { accept, revoke, state } = await invited(coach, 'coach');
    const both = round % 2 === 0 ? [accept(client), revoke()] : [revoke(), accept(client)];
    expect(statuses(await Promise.all(both))).toEqual([200, 409]);
    expect(await coachesOf(client)).toHaveLength((await state()) === 'accepted' ? 1 : 0);
  }
});

test('nine coaches accept at once: five have a link', async () => {
  const client = newPerson();
  const invitations = await Promise.all(Array.from({ length: 9 }, () => invited(client, 'client')));
  const answers = await Promise.all(invitations.map(({ accept }) => accept(newPerson('coach'))));
  expect(await coachesOf(client)).toHaveLength(answers.filter(({ status }) => status === 200).length);
  // Who was overtaken too often is asked to come again; nobody is let in beyond the fifth.
  for (const { accept } of invitations) await accept(newPerson('coach'));
  expect(await coachesOf(client)).toHaveLength(5);
  expect(await places(client)).toHaveLength(5);
});

test('both invite each other and accept at once: one link', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const [client, coach] = [newPerson(), newPerson('coach')];
    const [mine, theirs] = [await invited(client, 'client'), await invited(coach, 'coach')];
    expect(statuses(await Promise.all([mine.accept(coach), theirs.accept(client)]))).toEqual([200, 409]);
    expect(await coachesOf(client)).toHaveLength(1);
  }
});

test('ended against widened: ended', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const [client, coach] = [newPerson(), newPerson('coach')];
    const { id } = (await (await invited(coach, 'coach')).accept(client)).body;
    const path = `/v1/coaching/relationships/${String(id)}`;
    const [end] = await Promise.all([
      world.call(coach, 'DELETE', path),
      world.call(client, 'PATCH', `${path}/grants`, { body: { canWrite: true }, ifMatch: `"${String(id)}.1"` }),
    ]);
    expect(end.status).toBe(204);
    expect(await coachesOf(client)).toEqual([]);
    expect(await places(client)).toEqual([]);
  }
});
