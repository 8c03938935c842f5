import { writtenBy } from '@gymcoach/core/request-scope';
import { type Item, type Key, keys, type Value } from '@gymcoach/core/table';
import { COACHING_AREAS, type CoachingArea } from '../domain/coaching-areas.ts';
import type { CoachLinkRecord, CoachRoster, Invitation } from '../domain/coaching-ports.ts';
import {
  isStoredCoachLink,
  isStoredCoachRoster,
  isStoredInvitation,
  type StoredCoachLink,
  type StoredCoachRoster,
  type StoredInvitation,
} from '../domain/stored-coaching.schema.ts';

type Row = Key & Readonly<Record<string, Value | undefined>>;

/** Invitations are kept for a while after their end, for the sender's list. */
const KEPT_SECONDS = 90 * 24 * 60 * 60;

/** The same link on both sides; the client owns it. The client's row is what the decision reads. */
export function coachLinkRows({ createdAt, updatedAt, ...link }: CoachLinkRecord): readonly [Row, Row] {
  const stored: StoredCoachLink = {
    v: 1,
    type: 'coach-link',
    ...link,
    areas: [...link.areas],
    ...times(createdAt, updatedAt),
  };
  const row = { ...stored, ...writtenBy(), ownerId: link.clientId };
  const { clientId, coachId } = link;
  return [
    { ...keys.coachLink(clientId, coachId), ...row },
    { ...keys.clientLink(coachId, clientId), ...row },
  ];
}

export const coachLinkPointerRow = ({ id, clientId, coachId }: CoachLinkRecord): Row => ({
  ...keys.coachLinkPointer(id),
  ...{ v: 1, type: 'coach-link-pointer', id, ownerId: clientId, clientId, coachId, ...writtenBy() },
});

/** The invitation itself, and the sender's copy of it for the list. */
export function invitationRows({ senderId, createdAt, updatedAt, ...rest }: Invitation): readonly [Row, Row] {
  const stored: StoredInvitation = {
    v: 1,
    type: 'invitation',
    ...rest,
    ownerId: senderId,
    areas: [...rest.areas],
    ...times(createdAt, updatedAt),
  };
  const row = { ...stored, ...writtenBy(), expiresAt: Math.ceil(rest.validUntil / 1_000) + KEPT_SECONDS };
  return [
    { ...keys.invitation(rest.id), ...row },
    { ...keys.sentInvitation(senderId, rest.id), ...row },
  ];
}

export function coachRosterRow({ clientId, version, places }: CoachRoster, now: number): Row {
  const stored: StoredCoachRoster = {
    ...{ v: 1, type: 'coach-roster', ownerId: clientId, version },
    places: places.map(({ coachId, until }) => ({ coachId, until })),
    ...times(now, now),
  };
  return { ...keys.coachRoster(clientId), ...stored, ...writtenBy() };
}

/** Undefined for a row of another shape, which is then no link, as it is for the decision. */
export function readCoachLinkRow(item: Item): CoachLinkRecord | undefined {
  const row: unknown = item;
  if (!isStoredCoachLink(row)) return undefined;
  const { id, clientId, coachId, status, notBefore, until, areas, canWrite, version, endedAt, endedBy } = row;
  return {
    ...{ id, clientId, coachId, status, notBefore, until, canWrite, version },
    areas: known(areas),
    ...read(row),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(endedBy === undefined ? {} : { endedBy }),
  };
}

/** Undefined for a row of another shape. */
export function readInvitationRow(item: Item): Invitation | undefined {
  const row: unknown = item;
  if (!isStoredInvitation(row)) return undefined;
  const { id, ownerId, side, state, until, areas, canWrite, validUntil, tokenSalt, tokenHash, version } = row;
  return {
    ...{ id, senderId: ownerId, side, state, until, canWrite, validUntil, tokenSalt, tokenHash, version },
    areas: known(areas),
    ...read(row),
    ...(row.relationshipId === undefined ? {} : { relationshipId: row.relationshipId }),
  };
}

/** Throws on damage: a roster that cannot be read must not count as empty. */
export function readCoachRosterRow(item: Item): Pick<CoachRoster, 'version' | 'places'> {
  const row: unknown = item;
  if (!isStoredCoachRoster(row)) throw new Error(`damaged row ${String(item['PK'])} ${String(item['SK'])}`);
  return row;
}

const times = (createdAt: number, updatedAt: number) => ({
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
});

const read = ({ createdAt, updatedAt }: { readonly createdAt: string; readonly updatedAt: string }) => ({
  createdAt: Date.parse(createdAt),
  updatedAt: Date.parse(updatedAt),
});

const known = (areas: readonly string[]): readonly CoachingArea[] =>
  COACHING_AREAS.filter((area) => areas.includes(area));
