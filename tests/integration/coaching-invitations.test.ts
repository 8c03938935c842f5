import { verifyDay } from '@gymcoach/core/audit';
import { keys } from '@gymcoach/core/table';
import { type Answer, newPerson, useCoachingWorld } from '../support/coaching-world.ts';
import type { Person } from '../support/person.ts';

const DAY = 24 * 3_600_000;
const INVITATIONS = '/v1/coaching/invitations';
const world = useCoachingWorld();
jest.setTimeout(60_000);

const inDays = (days: number): string => new Date(world.now + days * DAY).toISOString();
const offer = (side: string, change: object = {}) => ({
  ...{ side, areas: ['profile', 'plan'], canWrite: false, until: inDays(100) },
  ...change,
});
const codes = ({ status, body }: Answer) => [status, body['code']];
const NOT_FOUND = [404, 'resource.not-found'];
const USED = [409, 'state.transition-invalid'];

interface Invited {
  readonly id: string;
  readonly token: string;
}

async function invite(sender: Person, side: string, change: object = {}, key?: string): Promise<Invited> {
  const options = { body: offer(side, change), ...(key === undefined ? {} : { key }) };
  const { status, body } = await world.call(sender, 'POST', INVITATIONS, options);
  expect([status, body['code']]).toEqual([201, undefined]);
  return { id: String(body['id']), token: String(body['token']) };
}

const answer = (
  person: Person,
  what: 'accept' | 'decline',
  { id, token }: Invited,
  change: object = {},
  key?: string,
) =>
  world.call(person, 'POST', `${INVITATIONS}/${id}/${what}`, {
    body: { token, ...change },
    ...(key === undefined ? {} : { key }),
  });
const revoke = (person: Person, { id }: Pick<Invited, 'id'>) =>
  world.call(person, 'POST', `${INVITATIONS}/${id}/revoke`);
const sent = async (person: Person) =>
  (await world.call(person, 'GET', INVITATIONS)).body['items'] as readonly Record<string, unknown>[]; // a page of ours

describe('an invitation', () => {
  test('is started by either side, and tells the sender what came of it', async () => {
    const [client, coach] = [newPerson(), newPerson('coach')];
    const fromClient = await invite(client, 'client', { areas: ['nutrition'], canWrite: true });
    const accepted = await answer(coach, 'accept', fromClient);
    expect(accepted.body).toMatchObject({
      clientId: client.id,
      coachId: coach.id,
      areas: ['nutrition'],
      canWrite: true,
    });
    expect(await sent(client)).toEqual([
      expect.objectContaining({
        id: fromClient.id,
        state: 'accepted',
        relationshipId: accepted.body['id'],
        version: 2,
      }),
    ]);
    expect(await sent(coach)).toEqual([]);
  });

  test('shows its token once: neither the list nor any row holds it', async () => {
    const sender = newPerson();
    const { id, token } = await invite(sender, 'client');
    expect(token).toMatch(/^[\w-]{43}$/);
    const stored = [
      await world.main.get(keys.invitation(id)),
      await world.main.get(keys.sentInvitation(sender.id, id)),
    ];
    expect(stored.every((row) => row !== undefined)).toBe(true);
    expect(JSON.stringify([stored, await sent(sender)])).not.toContain(token);
    expect(Object.keys((await sent(sender))[0] ?? {})).not.toContain('tokenHash');
  });

  test('is made once per idempotency key, and a repeat gets the same answer', async () => {
    const sender = newPerson();
    const key = 'one-key-for-all-of-them';
    const request = { body: offer('client'), key };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => world.call(sender, 'POST', INVITATIONS, request)),
    );
    const codes = answers.map(({ status, body }) => (status === 201 ? 'made' : body['code']));
    expect(codes).toContain('made');
    expect(codes.filter((code) => code !== 'made' && code !== 'idempotency.in-progress')).toEqual([]);
    const first = answers.find(({ status }) => status === 201)?.body;
    expect(await world.call(sender, 'POST', INVITATIONS, request)).toMatchObject({ status: 201, body: first });
    expect(await sent(sender)).toHaveLength(1);
    const other = newPerson();
    expect((await invite(other, 'client', {}, key)).token).not.toBe(first?.['token']);
  });

  test('is good for one answer', async () => {
    const [client, coach] = [newPerson(), newPerson('coach')];
    const accepted = await invite(coach, 'coach');
    expect((await answer(client, 'accept', accepted)).status).toBe(200);
    for (const person of [client, newPerson()]) {
      expect(codes(await answer(person, 'accept', accepted))).toEqual(USED);
      expect(codes(await answer(person, 'decline', accepted))).toEqual(USED);
    }
    expect(codes(await revoke(coach, accepted))).toEqual(USED);
    const declined = await invite(coach, 'coach');
    expect((await answer(newPerson(), 'decline', declined)).body).toMatchObject({ state: 'declined' });
    expect(codes(await answer(client, 'accept', declined))).toEqual(USED);
    const revoked = await invite(coach, 'coach');
    expect((await revoke(coach, revoked)).body).toMatchObject({ state: 'revoked' });
    expect(codes(await answer(client, 'accept', revoked))).toEqual(USED);
    expect(codes(await revoke(coach, revoked))).toEqual(USED);
  });

  test('repeats its answer for a repeated request', async () => {
    const [client, coach] = [newPerson(), newPerson('coach')];
    const invited = await invite(coach, 'coach');
    const key = 'the-same-key-twice';
    const first = await answer(client, 'accept', invited, {}, key);
    expect(await answer(client, 'accept', invited, {}, key)).toEqual(first);
    const other = await invite(coach, 'coach');
    expect(codes(await answer(client, 'accept', other, {}, key))).toEqual([422, 'idempotency.key-reused']);
  });

  test('does not exist without its token, after 14 days, or under another id', async () => {
    const [client, coach] = [newPerson(), newPerson('coach')];
    const invited = await invite(coach, 'coach');
    const { token: foreign } = await invite(coach, 'coach');
    for (const token of [foreign, 'x', invited.token.slice(1), `${invited.token}=`, invited.token.toLowerCase()]) {
      expect(codes(await answer(client, 'accept', { ...invited, token }))).toEqual(NOT_FOUND);
      expect(codes(await answer(client, 'decline', { ...invited, token }))).toEqual(NOT_FOUND);
    }
    expect(codes(await answer(client, 'accept', { ...invited, id: `inv_${'0'.repeat(26)}` }))).toEqual(NOT_FOUND);
    expect(codes(await revoke(client, invited))).toEqual(NOT_FOUND);
    world.now += 14 * DAY - 1;
    expect((await sent(coach)).map(({ state }) => state)).toEqual(['open', 'open']);
    world.now += 1;
    expect(codes(await answer(client, 'accept', invited))).toEqual(NOT_FOUND);
    expect((await sent(coach)).map(({ state }) => state)).toEqual(['expired', 'expired']);
  });

  test('still counts in its last millisecond, and not beyond the end of what it offers', async () => {
    const [client, coach] = [newPerson(), newPerson('coach')];
    const [last, short] = [await invite(coach, 'coach'), await invite(coach, 'coach', { until: inDays(1) })];
    world.now += DAY;
    expect(codes(await answer(client, 'accept', short))).toEqual(NOT_FOUND);
    world.now += 13 * DAY - 1;
    expect((await answer(client, 'accept', last)).status).toBe(200);
  });

  test('is not answered by who sent it', async () => {
    const coach = newPerson('coach');
    const own = await invite(coach, 'coach');
    for (const what of ['accept', 'decline'] as const) {
      expect(codes(await answer(coach, what, own))).toEqual([403, 'coaching.own-invitation']);
    }
  });

  test('makes nobody a coach who has no such role', async () => {
    const [client, member] = [newPerson(), newPerson()];
    expect(codes(await world.call(member, 'POST', INVITATIONS, { body: offer('coach') }))).toEqual([
      403,
      'authz.permission-missing',
    ]);
    const invited = await invite(client, 'client');
    expect(codes(await answer(member, 'accept', invited))).toEqual([403, 'authz.permission-missing']);
    expect((await answer({ ...member, groups: ['coach'] }, 'accept', invited)).status).toBe(200);
  });

  test('is narrowed by the client only, and widened by nobody', async () => {
    const [client, coach] = [newPerson(), newPerson('coach')];
    const offered = await invite(coach, 'coach');
    const wider = [{ areas: ['profile', 'photo'] }, { canWrite: true }, { until: inDays(101) }, { until: inDays(-1) }];
    for (const change of wider) {
      const refused = await answer(client, 'accept', offered, change);
      expect(codes(refused)).toEqual([400, 'validation.failed']);
      expect(refused.body['errors']).toEqual([expect.objectContaining({ pointer: `/${Object.keys(change)[0]}` })]);
    }
    expect((await answer(client, 'accept', offered, { areas: ['plan'] })).body).toMatchObject({ areas: ['plan'] });
    const given = await invite(newPerson(), 'client');
    for (const change of [{ areas: ['plan'] }, { canWrite: true }]) {
      expect(codes(await answer(coach, 'accept', given, change))).toEqual([403, 'authz.permission-missing']);
    }
  });

  test('is refused when it is malformed', async () => {
    const sender = newPerson();
    const bad = [
      ...[{ side: 'admin' }, { areas: [] }, { areas: ['audit'] }, { areas: ['plan', 'plan'] }, { canWrite: 'yes' }],
      ...[{ until: 'soon' }, { until: inDays(-1) }, { userId: newPerson().id }, { token: 'mine' }],
    ];
    for (const change of bad) {
      const refused = await world.call(sender, 'POST', INVITATIONS, { body: offer('client', change) });
      expect([change, refused.status]).toEqual([change, 400]);
    }
    expect(await sent(sender)).toEqual([]);
  });
});

test('each change is in the audit trail, and nothing else is', async () => {
  const [client, coach, other] = [newPerson(), newPerson('coach'), newPerson()];
  const invited = await invite(coach, 'coach');
  const { id } = (await answer(client, 'accept', invited)).body;
  await answer(client, 'accept', invited);
  const link = `/v1/coaching/relationships/${String(id)}`;
  const body = { canWrite: true };
  await world.call(client, 'PATCH', `${link}/grants`, { body, ifMatch: `"${String(id)}.1"` });
  await world.call(client, 'PATCH', `${link}/grants`, { body, ifMatch: `"${String(id)}.1"` });
  await world.call(coach, 'DELETE', link);
  await world.call(coach, 'DELETE', link);
  await revoke(coach, await invite(coach, 'coach'));
  await answer(other, 'decline', await invite(coach, 'coach'));
  const day = new Date(world.now).toISOString().slice(0, 10).replaceAll('-', '');
  const events = async (subject: Person) => {
    const rows = await world.rows(keys.auditOfSubject(subject.id, day.slice(0, 6)), world.audit);
    return rows.map(({ action, actor, resource }) => ({ action, actor, resource })); // ids of one millisecond are in any order
  };
  const did = (action: string, { id: actor }: Person, about: unknown = expect.any(String)) => ({
    ...{ action: `coaching.${action}`, actor },
    resource: { kind: 'assignment', id: about },
  });
  const ofClient = [
    did('invitation-accepted', client, id),
    did('grants-changed', client, id),
    did('link-ended', coach, id),
  ];
  expect(await events(client)).toEqual(expect.arrayContaining(ofClient));
  expect(await events(client)).toHaveLength(ofClient.length);
  const ofCoach = [
    did('invitation-created', coach),
    did('invitation-revoked', coach),
    did('invitation-declined', other),
  ];
  expect(await events(coach)).toEqual(expect.arrayContaining(ofCoach));
  expect(await events(coach)).toHaveLength(5);
  expect((await verifyDay(world.audit, day)).faults).toEqual([]);
});
