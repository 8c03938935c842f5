import type { AuditTrail } from '@gymcoach/core/audit';
import { isConditionFailed } from '@gymcoach/core/clients/dynamodb';
import { log } from '@gymcoach/core/log';
import { type Item, keys, once, type Range, type Table, type Write } from '@gymcoach/core/table';
import type { CoachingChange, CoachingPage, CoachingPaging, CoachingStore } from '../domain/coaching-ports.ts';
import {
  coachLinkPointerRow,
  coachLinkRows,
  coachRosterRow,
  invitationRows,
  readCoachLinkRow,
  readCoachRosterRow,
  readInvitationRow,
} from './coaching-rows.ts';

export interface CoachingStoreOptions {
  readonly main: Table;
  readonly ephemeral: Table;
  readonly trail: AuditTrail;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Invitations and coach links in the domain table; each change with its audit event in one transaction. */
export function coachingStore({ main, ephemeral, trail, now }: CoachingStoreOptions): CoachingStore {
  const linkBetween: CoachingStore['findLinkBetween'] = async (clientId, coachId) => {
    const item = await main.get(keys.coachLink(clientId, coachId));
    return item === undefined ? undefined : known(item, readCoachLinkRow);
  };
  const list = listFrom(main);

  return {
    async findInvitation(id) {
      const item = await main.get(keys.invitation(id));
      return item === undefined ? undefined : known(item, readInvitationRow);
    },
    listInvitations: (senderId, paging) => list(keys.sentInvitations(senderId), paging, readInvitationRow),
    async findLink(id) {
      const pointer = await main.get(keys.coachLinkPointer(id));
      if (typeof pointer?.['clientId'] !== 'string' || typeof pointer['coachId'] !== 'string') return undefined;
      const link = await linkBetween(pointer['clientId'], pointer['coachId']);
      return link?.id === id ? link : undefined;
    },
    findLinkBetween: linkBetween,
    listClients: (coachId, paging) => list(keys.clientLinks(coachId), paging, readCoachLinkRow),
    listCoaches: (clientId, paging) => list(keys.coachLinks(clientId), paging, readCoachLinkRow),
    async rosterOf(clientId) {
      const item = await main.get(keys.coachRoster(clientId));
      return { clientId, ...(item === undefined ? { version: 0, places: [] } : readCoachRosterRow(item)) };
    },
    async commit(change, scope) {
      const { action, actorId: actor, subjectId: subject, resource: id } = change.event;
      const table = trail.recording({ actor, action, subject, resource: { kind: 'assignment', id } });
      const writes = writesOf(change, now());
      try {
        if (scope === undefined) await table.write(writes);
        else await once({ table, ephemeral }, scope, change.target, ...writes);
        return 'done';
      } catch (error) {
        if (isConditionFailed(error)) return 'overtaken';
        throw error;
      }
    },
  };
}

/** Every row on the condition that it is still at the version before. */
function writesOf({ invitation, link, roster }: CoachingChange, now: number): readonly Write[] {
  const writes: Write[] = [];
  const putAll = (rows: readonly Extract<Write, { put: unknown }>['put'][], ownerId: string, version: number): void => {
    const when = version === 1 ? 'absent' : { ownerId, version: version - 1 };
    for (const put of rows) writes.push({ put, when });
  };
  if (invitation !== undefined) putAll(invitationRows(invitation), invitation.senderId, invitation.version);
  if (link !== undefined) {
    putAll(coachLinkRows(link), link.clientId, link.version);
    if (link.version === 1) putAll([coachLinkPointerRow(link)], link.clientId, 1);
  }
  if (roster !== undefined) putAll([coachRosterRow(roster, now)], roster.clientId, roster.version);
  return writes;
}

type Read<T> = (item: Item) => T | undefined;

/** A row of another shape is none, as it is for the decision, and somebody has to look at it. */
function known<T>(item: Item, read: Read<T>): T | undefined {
  const found = read(item);
  if (found === undefined) log('error', 'a coaching row has an unknown shape', { pk: item['PK'], sk: item['SK'] });
  return found;
}

const listFrom =
  (main: Pick<Table, 'query'>) =>
  async <T>(range: Range, { limit, after }: CoachingPaging, read: Read<T>): Promise<CoachingPage<T>> => {
    const found: { readonly item: T; readonly at: string }[] = [];
    let from = after;
    do {
      const page = await main.query(range, { limit: limit + 1 - found.length, after: from });
      for (const row of page.items) {
        const item = known(row, read);
        if (item !== undefined) found.push({ item, at: String(row['SK']) });
      }
      from = page.last;
    } while (from !== undefined && found.length <= limit);
    const shown = found.slice(0, limit);
    const end = shown.at(-1);
    const more = found.length > limit && end !== undefined ? { last: end.at } : {};
    return { items: shown.map(({ item }) => item), ...more };
  };
