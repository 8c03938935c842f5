import { keys } from '@gymcoach/core/table';
import { newPerson, useCoachingWorld } from '../support/coaching-world.ts';
import type { Person } from '../support/person.ts';

const DAY = 24 * 3_600_000;
const world = useCoachingWorld();
jest.setTimeout(60_000);

interface Access {
  readonly id: string;
  readonly at: string;
  readonly actorId: string;
}

async function coached(): Promise<{ readonly client: Person; readonly coach: Person; readonly id: string }> {
  const [client, coach] = [newPerson(), newPerson('coach')];
  const until = new Date(world.now + 2_000 * DAY).toISOString();
  const body = { side: 'coach', areas: ['injury'], canWrite: false, until };
  const { id, token } = (await world.call(coach, 'POST', '/v1/coaching/invitations', { body })).body;
  const path = `/v1/coaching/invitations/${String(id)}/accept`;
  const accepted = await world.call(client, 'POST', path, { body: { token } });
  expect(accepted.status).toBe(200);
  return { client, coach, id: String(accepted.body['id']) };
}

async function look(coach: Person, client: Person): Promise<string> {
  expect((await world.call(coach, 'GET', `/v1/users/${client.id}/injuries`)).status).toBe(200);
  return new Date(world.now).toISOString();
}

/** All pages of the log, each of `limit`. */
async function readLog(client: Person, limit: number): Promise<readonly (readonly Access[])[]> {
  const pages: Access[][] = [];
  let cursor = '';
  do {
    const { status, body } = await world.call(client, 'GET', `/v1/users/me/access-log?limit=${limit}${cursor}`);
    expect(status).toBe(200);
    const { items, page } = body as unknown as { items: Access[]; page: { nextCursor?: string } }; // a page of ours
    pages.push(items);
    cursor = page.nextCursor === undefined ? '' : `&cursor=${page.nextCursor}`;
  } while (cursor !== '');
  return pages;
}

test.each([1, 2, 3, 7, 100])('shows every access once, newest first over the months, by pages of %d', async (limit) => {
  const { client, coach } = await coached();
  const looked: string[] = [];
  for (const days of [0, 1, 29, 1, 100, 0, 400]) {
    world.now += days * DAY + 1;
    looked.unshift(await look(coach, client));
  }
  const pages = await readLog(client, limit);
  expect(pages.flat().map(({ at }) => at)).toEqual(looked);
  expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
  expect(pages).toHaveLength(Math.ceil(looked.length / limit));
  expect(new Set(pages.flat().map(({ actorId }) => actorId))).toEqual(new Set([coach.id]));
});

test('is empty, not absent, where nobody has looked', async () => {
  expect(await readLog(newPerson(), 10)).toEqual([[]]);
});

test('forgets after 24 months, whenever the table does', async () => {
  const { client, coach } = await coached();
  world.now = Date.parse('2027-03-10T10:00:00Z');
  await look(coach, client);
  world.now = Date.parse('2029-03-10T09:59:59Z');
  expect((await readLog(client, 10)).flat()).toHaveLength(1);
  world.now = Date.parse('2029-03-10T10:00:00Z');
  expect(await readLog(client, 10)).toEqual([[]]);
});

test('is for its owner: not for the coach, nor for a stranger; an admin may', async () => {
  const { client, coach } = await coached();
  await look(coach, client);
  const path = `/v1/users/${client.id}/access-log`;
  for (const person of [coach, newPerson(), newPerson('coach')]) {
    const { status, body } = await world.call(person, 'GET', path);
    expect([status, body['code']]).toEqual([404, 'resource.not-found']);
  }
  expect((await world.call(newPerson('admin'), 'GET', path)).body['items']).toHaveLength(1);
});

test('goes on past a row that nobody can read', async () => {
  const { client, coach } = await coached();
  await look(coach, client);
  const month = new Date(world.now).toISOString().slice(0, 7).replace('-', '');
  const broken = keys.accessLog(client.id, month, 'Z'.repeat(26));
  await world.main.write([{ put: { ...broken, v: 1, type: 'access' }, when: 'always' }]);
  expect((await readLog(client, 1)).flat()).toHaveLength(1);
});

test('a refusal is noted: one row per person, permission and minute, with a count', async () => {
  const { coach, id } = await coached();
  const stranger = newPerson();
  world.now = Math.ceil(world.now / 60_000) * 60_000;
  const link = `/v1/coaching/relationships/${id}`;
  for (let again = 0; again < 3; again++) {
    const change = { body: { canWrite: true }, ifMatch: `"${id}.1"` };
    expect((await world.call(coach, 'PATCH', `${link}/grants`, change)).status).toBe(403);
    expect((await world.call(stranger, 'GET', link)).status).toBe(404);
    expect((await world.call(stranger, 'GET', link.replace(/.{8}$/, '00000000'))).status).toBe(404);
  }
  const month = new Date(world.now).toISOString().slice(0, 7).replace('-', '');
  const refusals = async ({ id: actor }: Person) =>
    (await world.rows({ PK: keys.refusal(actor, month, '').PK, prefix: '' }, world.audit)).map((row) => [
      row['action'],
      row['count'],
    ]);
  expect(await refusals(coach)).toEqual([['assignment:update', 3]]);
  expect(await refusals(stranger)).toEqual([['assignment:read', 3]]);
});
