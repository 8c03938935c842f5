import { log } from '../log.ts';
import { type Item, keys, type Table } from '../table.ts';
import type { AccessLog } from './access-log.ts';
import { parseAccount } from './account.ts';
import { createBoundedMap } from './bounded-map.ts';
import { type CoachLinkStore, parseCoachLink } from './coach-link.ts';
import type { PersonStore } from './person-store.ts';
import { parseAssignment, parseRoleRow, type RoleStore } from './role-store.ts';

const FAMILY = 'X';
const KEPT_MONTHS = 24;
const KNOWN_FAMILIES = 1_000;
const ROWS_PER_READ = 100;

export interface DynamodbGrants {
  readonly people: PersonStore;
  readonly roles: RoleStore;
  readonly links: CoachLinkStore;
  readonly accessLog: AccessLog;
}

/**
 * What the authorizer reads and writes, in the main table. Make one per container.
 *
 * @example createAuthorizer({ ...createDynamodbGrants(main), now: Date.now, newId: ulid });
 */
export function createDynamodbGrants(table: Pick<Table, 'get' | 'query' | 'write'>): DynamodbGrants {
  const knownFamilies = createBoundedMap<true>(KNOWN_FAMILIES);
  return {
    people: {
      async load(userId) {
        const rows: Item[] = [];
        let after: string | undefined;
        do {
          const page = await table.query(keys.grants(userId), { limit: ROWS_PER_READ, after });
          rows.push(...page.items);
          after = page.last;
        } while (after !== undefined);
        const { SK } = keys.account(userId);
        const account = rows.find((row) => row['SK'] === SK);
        return {
          account: account && parseAccount(account),
          assignments: rows.filter((row) => row !== account).flatMap((row) => parseAssignment(row) ?? []),
        };
      },
    },
    roles: {
      async document(name) {
        const row = await table.get(keys.role(name), { consistent: true });
        return row === undefined ? undefined : parseRoleRow(name, row);
      },
    },
    links: {
      async load(clientId, coachId) {
        const row = await table.get(keys.coachLink(clientId, coachId), { consistent: true });
        if (row === undefined) return undefined;
        const link = parseCoachLink(row, { clientId, coachId });
        if (link === undefined) log('error', 'a coach link row has an unknown shape', { clientId, coachId });
        return link;
      },
    },
    accessLog: {
      async record({ id, clientId, at, ...access }) {
        const month = new Date(at).toISOString().slice(0, 7).replace('-', '');
        const family = keys.family(clientId, FAMILY, month);
        const expiresAt = monthsAfter(at, KEPT_MONTHS);
        // `always`: the id is new, so a repeat after an answer that got lost writes the same row again.
        const entry = {
          put: { ...keys.accessLog(clientId, month, id), v: 1, type: 'access', id, clientId, at, ...access, expiresAt },
          when: 'always',
        } as const;
        const familyId = `${family.PK} ${family.SK}`;
        if (knownFamilies.get(familyId)) return table.write([entry]);
        // With the manifest row in one transaction, erasure cannot miss a partition that has rows.
        await table.write([entry, { put: { ...family, v: 1, type: 'family' }, when: 'always' }]);
        knownFamilies.set(familyId, true);
      },
    },
  };
}

/** Epoch seconds for TTL, some calendar months after an instant in milliseconds. */
function monthsAfter(at: number, months: number): number {
  const date = new Date(at);
  return Math.floor(date.setUTCMonth(date.getUTCMonth() + months) / 1_000);
}
