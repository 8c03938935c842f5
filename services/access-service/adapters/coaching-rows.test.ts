import { requestScope, withRequestScope } from '@gymcoach/core/request-scope';
import { marshal, unmarshal } from '@gymcoach/core/table';
import type { CoachLinkRecord, Invitation } from '../domain/coaching-ports.ts';
import {
  coachLinkPointerRow,
  coachLinkRows,
  coachRosterRow,
  invitationRows,
  readCoachLinkRow,
  readCoachRosterRow,
  readInvitationRow,
} from './coaching-rows.ts';

const CLIENT = '11111111-0b7a-4c2e-9d55-0a4f1c7e2b11';
const COACH = '22222222-0b7a-4c2e-9d55-0a4f1c7e2b11';
const AT = 1_800_000_000_000;
const grants = { areas: ['plan' as const], canWrite: true, until: AT, version: 1, createdAt: AT, updatedAt: AT };
const link: CoachLinkRecord = {
  ...grants,
  ...{ id: `rel_${'0'.repeat(26)}`, clientId: CLIENT, coachId: COACH, status: 'active', notBefore: AT },
};
const invitation: Invitation = {
  ...grants,
  ...{ id: `inv_${'0'.repeat(26)}`, senderId: CLIENT, side: 'client', state: 'open', validUntil: AT },
  ...{ tokenSalt: 's', tokenHash: 'h' },
};
const roster = { clientId: CLIENT, version: 1, places: [{ coachId: COACH, until: AT }] };

const rows = () => ({
  links: coachLinkRows(link),
  pointer: coachLinkPointerRow(link),
  invitations: invitationRows(invitation),
  roster: coachRosterRow(roster, AT),
});
const inRequest = () =>
  withRequestScope({ ms: 1_000, traceId: 'trace' }, async () => {
    const scope = requestScope();
    if (scope !== undefined) scope.callerId = COACH;
    return rows();
  });

test('coaching rows name who wrote them and in which request', async () => {
  const { links, pointer, invitations, roster } = await inRequest();
  for (const row of [...links, pointer, ...invitations, roster]) {
    expect(row).toMatchObject({ by: COACH, traceId: 'trace' });
  }
});

test.each([
  ['with', inRequest],
  ['without', async () => rows()],
])('coaching rows are read %s the name of who wrote them', async (_, made) => {
  const { links, invitations, roster: stored } = await made();
  for (const row of links) expect(readCoachLinkRow(unmarshal(marshal(row)))).toEqual(link);
  for (const row of invitations) expect(readInvitationRow(unmarshal(marshal(row)))).toEqual(invitation);
  expect(readCoachRosterRow(unmarshal(marshal(stored)))).toMatchObject({ places: roster.places });
});
