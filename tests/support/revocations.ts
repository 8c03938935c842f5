import { type Key, keys, type Value } from '@gymcoach/core/table';

type Row = Readonly<Record<string, Value>>;

/** A right that is taken away: who has it, by what rows, and the row whose writing (or absence) ends it. */
export interface Revocation {
  readonly groups?: readonly string[];
  readonly of: 'own' | 'other';
  readonly given?: (world: World) => void | Promise<void>;
  readonly taken: (world: World) => void | Promise<void>;
  /** 0 for what is never cached. */
  readonly limitMs: number;
}

/** Who is in it, and how its rows are written. */
export interface World {
  readonly caller: string;
  readonly owner: string;
  readonly role: string;
  readonly put: (key: Key, row: Row) => Promise<void>;
  readonly remove: (key: Key) => Promise<void>;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** How old may be what is cached, milliseconds. */
export const CACHED_MS = 60_000;

const link = (now: number): Row => ({
  v: 1,
  type: 'coach-link',
  status: 'active',
  notBefore: now - 1,
  until: now + 3_600_000,
  areas: ['profile'],
  canWrite: false,
});
const role = (name: string, data: Row = {}): Row => ({
  v: 1,
  type: 'role',
  id: name,
  ownerId: 'system',
  version: 1,
  data: { name, allow: ['profile:read:any'], deny: [], ...data },
});
const account = (row: Row): Row => ({ v: 1, type: 'account', status: 'active', ...row });
const assignment = (name: string): Row => ({ v: 1, type: 'role-assignment', role: name });
const haveRole = async ({ put, caller, role: name }: World): Promise<void> => {
  await put(keys.role(name), role(name));
  await put(keys.roleAssignment(caller, name), assignment(name));
};
const haveLink = ({ put, owner, caller, now }: World): Promise<void> => put(keys.coachLink(owner, caller), link(now));

/** From the first instance's first request to the last one's, milliseconds. */
export const WARMED_MS = 40_000;

/** Just after the last instance was warmed: by then each has cached what it may. */
const TERM_MS = WARMED_MS + 1_000;
const termEnds = (): void => jest.advanceTimersByTime(1_000);

/** Every way in which a right to read a profile ends. */
export const REVOCATIONS: Readonly<Record<string, Revocation>> = {
  'an account is suspended': {
    of: 'own',
    taken: ({ put, caller }) => put(keys.account(caller), account({ status: 'suspended' })),
    limitMs: CACHED_MS,
  },
  'somebody is signed out everywhere': {
    of: 'own',
    taken: ({ put, caller, now }) => put(keys.account(caller), account({ validAfter: Math.ceil(now / 1_000) + 1 })),
    limitMs: CACHED_MS,
  },
  'the group admin is revoked': {
    of: 'other',
    groups: ['admin'],
    taken: ({ put, caller }) => put(keys.account(caller), account({ revokedGroups: ['admin'] })),
    limitMs: CACHED_MS,
  },
  'the group coach is revoked': {
    of: 'other',
    groups: ['coach'],
    given: haveLink,
    taken: ({ put, caller }) => put(keys.account(caller), account({ revokedGroups: ['coach'] })),
    limitMs: CACHED_MS,
  },
  'a custom role is taken away': {
    of: 'other',
    given: haveRole,
    taken: ({ remove, caller, role: name }) => remove(keys.roleAssignment(caller, name)),
    limitMs: CACHED_MS,
  },
  'a custom role is disabled': {
    of: 'other',
    given: haveRole,
    taken: ({ put, role: name }) => put(keys.role(name), role(name, { disabled: true })),
    limitMs: CACHED_MS,
  },
  'a custom role loses the permission': {
    of: 'other',
    given: haveRole,
    taken: ({ put, role: name }) => put(keys.role(name), role(name, { allow: [] })),
    limitMs: CACHED_MS,
  },
  'a role that denies is given': {
    of: 'own',
    given: ({ put, role: name }) => put(keys.role(name), role(name, { allow: [], deny: ['profile:read'] })),
    taken: ({ put, caller, role: name }) => put(keys.roleAssignment(caller, name), assignment(name)),
    limitMs: CACHED_MS,
  },
  'a coach link is ended': {
    of: 'other',
    groups: ['coach'],
    given: haveLink,
    taken: ({ put, owner, caller, now }) => put(keys.coachLink(owner, caller), { ...link(now), status: 'ended' }),
    limitMs: 0,
  },
  'the area is taken out of a coach link': {
    of: 'other',
    groups: ['coach'],
    given: haveLink,
    taken: ({ put, owner, caller, now }) => put(keys.coachLink(owner, caller), { ...link(now), areas: ['goal'] }),
    limitMs: 0,
  },
  'the term of a coach link ends': {
    of: 'other',
    groups: ['coach'],
    given: ({ put, owner, caller, now }) => put(keys.coachLink(owner, caller), { ...link(now), until: now + TERM_MS }),
    taken: termEnds,
    limitMs: 0,
  },
  'the term of a custom role ends': {
    of: 'other',
    async given({ put, caller, role: name, now }) {
      await put(keys.role(name), role(name));
      await put(keys.roleAssignment(caller, name), { ...assignment(name), until: now + TERM_MS });
    },
    taken: termEnds,
    limitMs: 0,
  },
  'the term of the group admin ends': {
    of: 'other',
    groups: ['admin'],
    given: ({ put, caller, now }) =>
      put(keys.roleAssignment(caller, 'admin'), { ...assignment('admin'), until: now + TERM_MS }),
    taken: termEnds,
    limitMs: 0,
  },
  'a coach link is deleted': {
    of: 'other',
    groups: ['coach'],
    given: haveLink,
    taken: ({ remove, owner, caller }) => remove(keys.coachLink(owner, caller)),
    limitMs: 0,
  },
};
