import { verifyDay } from '@gymcoach/core/audit';
import { keys } from '@gymcoach/core/table';
import { type Answer, newPerson, type Person, useCoachingWorld } from '../support/coaching-world.ts';

const DAY = 24 * 3_600_000;
/** After that, who held the idempotency key and could not let go of it counts as gone. */
const CUT_OFF_MS = 30_000;
const INVITATIONS = '/v1/coaching/invitations';
const world = useCoachingWorld();
jest.setTimeout(120_000);

interface Scene {
  readonly client: Person;
  readonly coach: Person;
  readonly id: string;
  readonly token: string;
  /** Of the link, where there is one yet. */
  readonly link: string;
}

/** One instant for all: a repeat is the same request. */
const UNTIL = new Date(Date.now() + 9 * DAY).toISOString();
const KEY = 'the-key-of-the-act-that-is-broken';

async function invite(coach: Person, key?: string): Promise<Answer> {
  const body = { side: 'coach', areas: ['profile'], canWrite: false, until: UNTIL };
  return world.call(coach, 'POST', INVITATIONS, { body, ...(key === undefined ? {} : { key }) });
}

async function scene(accepted: boolean): Promise<Scene> {
  const [client, coach] = [newPerson(), newPerson('coach')];
  const { body } = await invite(coach);
  const [id, token] = [String(body['id']), String(body['token'])];
  const begun = { client, coach, id, token, link: '' };
  return accepted ? { ...begun, link: String((await accept(begun, 'another-key-of-mine')).body['id']) } : begun;
}

const accept = ({ client, id, token }: Scene, key = KEY): Promise<Answer> =>
  world.call(client, 'POST', `${INVITATIONS}/${id}/accept`, { body: { token }, key });

/** What must be true of the rows of two people at every moment. */
async function soundness({ client, coach, id }: Scene): Promise<string> {
  const [mine] = await world.rows(keys.coachLinks(client.id));
  const [theirs] = await world.rows(keys.clientLinks(coach.id));
  expect({ ...mine, PK: 0, SK: 0 }).toEqual({ ...theirs, PK: 0, SK: 0 });
  const places = (await world.main.get(keys.coachRoster(client.id)))?.['places'] ?? [];
  expect(places).toHaveLength(mine?.['status'] === 'active' ? 1 : 0);
  if (mine !== undefined) expect(await world.main.get(keys.coachLinkPointer(String(mine['id'])))).toBeDefined();
  const invitation = await world.main.get(keys.invitation(id));
  const copy = await world.main.get(keys.sentInvitation(coach.id, id));
  expect({ ...invitation, PK: 0, SK: 0 }).toEqual({ ...copy, PK: 0, SK: 0 });
  expect(invitation?.['state'] === 'accepted').toBe(mine !== undefined);
  const month = new Date(world.now).toISOString().slice(0, 7).replace('-', '');
  const events = async ({ id: of }: Person) => (await world.rows(keys.auditOfSubject(of, month), world.audit)).length;
  const sent = await world.rows(keys.sentInvitations(coach.id));
  const steps = [...sent, mine].reduce((sum, row) => sum + Number(row?.['version'] ?? 0), 0);
  // Every version of every row has its event; an acceptance is one for two rows.
  const shared = mine === undefined ? 0 : 1;
  expect((await events(client)) + (await events(coach))).toBe(steps - shared);
  return JSON.stringify([sent.length, invitation?.['state'], mine?.['status'], mine?.['version']]);
}

const ACTS: readonly (readonly [
  name: string,
  accepted: boolean,
  act: (scene: Scene) => Promise<Answer>,
  done: number,
])[] = [
  ['inviting', false, ({ coach }) => invite(coach, KEY), 201],
  ['accepting', false, (of) => accept(of), 200],
  [
    'declining',
    false,
    ({ client, id, token }) =>
      world.call(client, 'POST', `${INVITATIONS}/${id}/decline`, { body: { token }, key: KEY }),
    200,
  ],
  ['revoking', false, ({ coach, id }) => world.call(coach, 'POST', `${INVITATIONS}/${id}/revoke`, { key: KEY }), 200],
  ['ending', true, ({ coach, link }) => world.call(coach, 'DELETE', `/v1/coaching/relationships/${link}`), 204],
];

test.each(ACTS)(
  '%s leaves all or nothing wherever the connection breaks, and is done by a repeat',
  async (_, accepted, act, done) => {
    const sample = await scene(accepted);
    world.breakAt(Number.MAX_SAFE_INTEGER, 'before');
    const whole = await act(sample);
    const calls = world.heal();
    expect(whole.status).toBe(done);
    const after = await soundness(sample);

    expect(calls).toBeGreaterThan(2);
    for (const when of ['before', 'after'] as const) {
      for (let at = 1; at <= calls; at++) {
        const broken = await scene(accepted);
        const before = await soundness(broken);
        world.breakAt(at, when);
        const { status } = await act(broken);
        world.heal();
        const left = await soundness(broken);
        expect([before, after]).toContain(left);
        if (status !== done) expect(status).toBe(503);
        world.now += CUT_OFF_MS;
        expect((await act(broken)).status).toBe(done);
        expect(await soundness(broken)).toBe(after);
      }
    }
    const day = new Date(world.now).toISOString().slice(0, 10).replaceAll('-', '');
    expect((await verifyDay(world.audit, day)).faults).toEqual([]);
  },
);

test('a change of grants is done or not wherever the connection breaks; a repeat is told of the version there is', async () => {
  const change = ({ client, link }: Scene) =>
    world.call(client, 'PATCH', `/v1/coaching/relationships/${link}/grants`, {
      body: { canWrite: true },
      ifMatch: `"${link}.1"`,
    });
  for (const when of ['before', 'after'] as const) {
    for (let at = 1; at <= 12; at++) {
      const broken = await scene(true);
      world.breakAt(at, when);
      await change(broken);
      world.heal();
      const changed = (await soundness(broken)).endsWith('2]');
      expect((await change(broken)).status).toBe(changed ? 412 : 200);
    }
  }
});
