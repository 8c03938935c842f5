import { keys } from '@gymcoach/core/table';
import { type Answer, newPerson, useCoachingWorld } from '../support/coaching-world.ts';
import type { Person } from '../support/person.ts';

const DAY = 24 * 3_600_000;
const INVITATIONS = '/v1/coaching/invitations';
const world = useCoachingWorld();

interface Scene {
  readonly client: Person;
  readonly coach: Person;
  readonly id: string;
  readonly token: string;
  /** Of the link, where there is one yet. */
  readonly link: string;
}

async function scene(accepted: boolean): Promise<Scene> {
  const [client, coach] = [newPerson(), newPerson('coach')];
  const until = new Date(world.now + 9 * DAY).toISOString();
  const offer = { side: 'coach', areas: ['profile'], canWrite: false, until };
  const { body } = await world.call(coach, 'POST', INVITATIONS, { body: offer });
  const begun = { client, coach, id: String(body['id']), token: String(body['token']), link: '' };
  return accepted ? { ...begun, link: String((await answer(begun, 'accept')).body['id']) } : begun;
}

const answer = ({ client, id, token }: Scene, how: 'accept' | 'decline'): Promise<Answer> =>
  world.call(client, 'POST', `${INVITATIONS}/${id}/${how}`, { body: { token } });

/** What must be true of the rows of two people at every moment. */
async function soundness({ client, coach, id }: Scene): Promise<readonly unknown[]> {
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
  return [sent.length, invitation?.['state'], mine?.['status'], mine?.['version']];
}

const ACTS: readonly (readonly [
  name: string,
  accepted: boolean,
  act: (scene: Scene) => Promise<Answer>,
  left: readonly unknown[],
])[] = [
  ['accepting', false, (of) => answer(of, 'accept'), [1, 'accepted', 'active', 1]],
  ['declining', false, (of) => answer(of, 'decline'), [1, 'declined', undefined, undefined]],
  [
    'revoking',
    false,
    ({ coach, id }) => world.call(coach, 'POST', `${INVITATIONS}/${id}/revoke`),
    [1, 'revoked', undefined, undefined],
  ],
  [
    'ending',
    true,
    ({ coach, link }) => world.call(coach, 'DELETE', `/v1/coaching/relationships/${link}`),
    [1, 'accepted', 'ended', 2],
  ],
  [
    'a change of grants',
    true,
    ({ client, link }) => {
      const path = `/v1/coaching/relationships/${link}/grants`;
      return world.call(client, 'PATCH', path, { body: { canWrite: true }, ifMatch: `"${link}.1"` });
    },
    [1, 'accepted', 'active', 2],
  ],
];

// That it is so wherever the act is broken, too, is proved in tests/reliability/crash-points.
test.each(ACTS)('%s leaves the rows of both people and the audit trail in step', async (_, accepted, act, left) => {
  const between = await scene(accepted);
  await soundness(between);
  expect((await act(between)).status).toBeLessThan(300);
  expect(await soundness(between)).toEqual(left);
});
