import { createHash } from 'node:crypto';
import { type Item, type Key, keys } from '@gymcoach/core/table';
import { claims, signToken, type TestKey } from '../../../layers/core/auth/test-pool.ts';

/** What is true of a caller, for the table of expected answers: facts, and no rule. */
export interface Facts {
  /** No token that can be taken. */
  readonly unauthenticated?: true;
  readonly suspended?: true;
  readonly admin?: true;
  readonly coach?: true;
  /** On their own things; otherwise on somebody else's. */
  readonly own?: true;
  /** There is a link between the subject and the caller; `areas` is empty when it is not in force. */
  readonly link?: { readonly areas: readonly string[]; readonly canWrite: boolean };
  /** `kind:verb` that a role in force grants on anybody's things, and denies on anybody's. */
  readonly allowed?: readonly string[];
  readonly denied?: readonly string[];
  /** The denials have the scope `assigned`: they are of what belongs to others. */
  readonly deniedOnlyAssigned?: true;
}

/** A kind of caller. Where it depends on the permission that a route asks for, there is one person per permission. */
export interface MatrixPrincipal {
  readonly name: string;
  readonly facts: Facts;
  readonly userId: string;
  /** Whose things the path names; `me` as it is. */
  readonly subject: string;
  readonly authorization: string | undefined;
  /** What must be stored beforehand. */
  readonly rows: readonly (Key & Item)[];
}

interface Making {
  readonly facts: Facts;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly authorization?: string | null;
  readonly subject?: 'me' | 'self';
  readonly account?: Readonly<Record<string, unknown>>;
  readonly link?: Readonly<Record<string, unknown>>;
  readonly role?:
    | { readonly allow?: readonly string[]; readonly deny?: readonly string[]; readonly disabled?: true }
    | 'absent';
  readonly roleUntil?: number;
}

const OWNER = uuid('the owner');
const HOUR = 3_600_000;
const ALL_AREAS = [
  ...['profile', 'plan', 'session', 'nutrition', 'goal', 'analytics', 'photo', 'own-exercise', 'exercise-setting'],
  ...['schedule', 'training-profile', 'injury'],
];

/** Everybody who may stand before a route that asks for `permission`. `now` in epoch milliseconds. */
export function principalsFor(permission: string, key: TestKey, now: number): readonly MatrixPrincipal[] {
  const seconds = Math.floor(now / 1_000);
  const [kind = '', verb = ''] = permission.split(':');
  const otherKind = kind === 'goal' ? 'plan' : 'goal';
  const [coach, admin] = [{ 'cognito:groups': ['coach'] }, { 'cognito:groups': ['admin'] }];
  const inForce = { status: 'active', notBefore: now - HOUR, until: now + HOUR, areas: ALL_AREAS, canWrite: false };
  const closed = { areas: [], canWrite: false };
  const self = { facts: { own: true }, subject: 'self' } as const;

  const makings: Readonly<Record<string, Making>> = {
    'no token': { facts: { unauthenticated: true }, authorization: null },
    garbage: { facts: { unauthenticated: true }, authorization: 'Bearer garbage' },
    'an expired token': { facts: { unauthenticated: true }, claims: { exp: seconds - 1, iat: seconds - 60 } },
    'an ID token': { facts: { unauthenticated: true }, claims: { token_use: 'id' } },
    'signed out everywhere': {
      facts: { unauthenticated: true },
      account: { status: 'active', validAfter: seconds + 1 },
    },
    'a suspended account': { facts: { suspended: true, own: true }, subject: 'self', account: { status: 'suspended' } },
    'a suspended admin': { facts: { suspended: true, admin: true }, claims: admin, account: { status: 'suspended' } },
    'the owner': self,
    'the owner, as me': { ...self, subject: 'me' },
    'another user': { facts: {} },
    'a group that is no role': { facts: {}, claims: { 'cognito:groups': ['superuser', 'Admin', 'user:*', '*'] } },
    'a coach without a link': { facts: { coach: true }, claims: coach },
    'a coach with a link': {
      facts: { coach: true, link: { areas: ALL_AREAS, canWrite: false } },
      claims: coach,
      link: inForce,
    },
    'a coach with a link to write': {
      facts: { coach: true, link: { areas: ALL_AREAS, canWrite: true } },
      claims: coach,
      link: { ...inForce, canWrite: true },
    },
    'a coach with a link to another area': {
      facts: { coach: true, link: { areas: [otherKind], canWrite: true } },
      claims: coach,
      link: { ...inForce, areas: [otherKind], canWrite: true },
    },
    'a coach with an expired link': {
      facts: { coach: true, link: closed },
      claims: coach,
      link: { ...inForce, until: now - 1 },
    },
    'a coach with a link to come': {
      facts: { coach: true, link: closed },
      claims: coach,
      link: { ...inForce, notBefore: now + HOUR, until: now + 2 * HOUR },
    },
    'a coach with an ended link': {
      facts: { coach: true, link: closed },
      claims: coach,
      link: { ...inForce, status: 'ended' },
    },
    'a link without the role of coach': {
      facts: { link: { areas: ALL_AREAS, canWrite: true } },
      link: { ...inForce, canWrite: true },
    },
    'a custom role with the permission': { facts: { allowed: [permission] }, role: { allow: [`${permission}:any`] } },
    'a custom role with every permission': { facts: { allowed: ['*'] }, role: { allow: ['*:*:any'] } },
    'a custom role that may read the kind': {
      facts: { allowed: [`${kind}:read`] },
      role: { allow: [`${kind}:read:any`] },
    },
    'a custom role with the verb on another kind': { facts: {}, role: { allow: [`${otherKind}:read:any`] } },
    'a custom role with the permission on own things': { facts: {}, role: { allow: [permission] } },
    'a custom role that allows and denies it': {
      facts: { allowed: [permission], denied: [permission] },
      role: { allow: [`${permission}:any`], deny: [permission] },
    },
    'a custom role whose term has ended': { facts: {}, role: { allow: ['*:*:any'] }, roleUntil: now - 1 },
    'a custom role whose term has not': {
      facts: { allowed: [permission] },
      role: { allow: [`${permission}:any`] },
      roleUntil: now + HOUR,
    },
    'a disabled role': { facts: {}, role: { allow: ['*:*:any'], disabled: true } },
    'an unknown role': { facts: {}, role: 'absent' },
    'a role of malformed entries': {
      facts: {},
      role: {
        allow: [
          '*',
          '*:*:*',
          '*:*:all',
          kind,
          `${permission.toUpperCase()}:any`,
          `${kind}:${verb}:any:x`,
          `${kind}:${verb}:Any`,
          '',
        ],
      },
    },
    'the owner, denied it by a role': {
      facts: { own: true, denied: [permission] },
      subject: 'self',
      role: { deny: [permission] },
    },
    'the owner, denied something else': { ...self, role: { deny: [`${otherKind}:read`] } },
    'a coach with a link, denied it by a role': {
      facts: {
        coach: true,
        link: { areas: ALL_AREAS, canWrite: true },
        denied: [permission],
        deniedOnlyAssigned: true,
      },
      claims: coach,
      link: { ...inForce, canWrite: true },
      role: { deny: [`${permission}:assigned`] },
    },
    'an admin': { facts: { admin: true }, claims: admin },
    'an admin, on themselves': { facts: { admin: true, own: true }, subject: 'self', claims: admin },
    'an admin, denied it by a role': { facts: { admin: true }, claims: admin, role: { deny: [permission] } },
    'an admin whose group was revoked': {
      facts: {},
      claims: admin,
      account: { status: 'active', revokedGroups: ['admin'] },
    },
  };
  return Object.entries(makings).map(([name, making]) => make(name, permission, making, key, seconds));
}

function make(name: string, permission: string, making: Making, key: TestKey, seconds: number): MatrixPrincipal {
  const userId = uuid(`${name} ${permission}`);
  const role = `r${createHash('sha256').update(userId).digest('hex').slice(0, 16)}`;
  const { facts, authorization, subject, account, link, role: document, roleUntil } = making;
  const token = signToken(key, claims({ sub: userId, username: userId, ...making.claims }, seconds));
  const rows: (Key & Item)[] = [];
  if (account !== undefined) rows.push({ ...keys.account(userId), v: 1, type: 'account', ...stored(account) });
  if (link !== undefined) rows.push({ ...keys.coachLink(OWNER, userId), v: 1, type: 'coach-link', ...stored(link) });
  if (document !== undefined) {
    const until = roleUntil === undefined ? {} : { until: roleUntil };
    rows.push({ ...keys.roleAssignment(userId, role), v: 1, type: 'role-assignment', role, ...until });
  }
  if (document !== undefined && document !== 'absent') {
    const data = stored({ name: role, allow: [], deny: [], ...document });
    rows.push({ ...keys.role(role), v: 1, type: 'role', id: role, ownerId: 'system', version: 1, data });
  }
  return {
    name,
    facts,
    userId,
    subject: subject === 'self' ? userId : (subject ?? OWNER),
    authorization: authorization === null ? undefined : (authorization ?? `Bearer ${token}`),
    rows,
  };
}

/** As DynamoDB keeps it. */
const stored = (value: object): Item => JSON.parse(JSON.stringify(value));

/** Always the same id for a text. */
function uuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
