import fc from 'fast-check';
import type { RoleDocument } from '../../../layers/core/auth/role-document.ts';
import { type AuthzCase, ME, NOW, OTHER, SYSTEM } from './authz-case.ts';

/** Kinds and verbs as the model lists them, apart from the catalogue of the code. */
export const KINDS = [
  ...['profile', 'preferences', 'plan', 'session', 'exercise', 'nutrition', 'photo', 'upload', 'chat', 'goal'],
  ...['notification', 'analytics', 'role', 'user', 'assignment', 'audit', 'injury', 'training-profile'],
  ...['own-exercise', 'exercise-setting', 'schedule', 'sync', 'access-log', 'consent'],
] as const;
export const VERBS = ['read', 'list', 'create', 'update', 'delete'] as const;
export const PERMISSIONS: readonly string[] = [
  ...KINDS.flatMap((kind) => VERBS.map((verb) => `${kind}:${verb}`)),
  ...['profile:export', 'analytics:export', 'upload:presign', 'chat:invoke', 'role:assign', 'user:disable'],
  ...['user:assignRole', 'assignment:accept'],
];
export const PROTECTED = [
  ...['role', 'roles', 'groups', 'permissions', 'owner', 'ownerId', 'userId', 'sub', 'status', 'pk', 'sk', 'PK', 'SK'],
  ...['version', 'createdAt', 'createdBy', 'isAdmin', 'emailVerified', 'subscriptionTier'],
] as const;

const weighted = <T>(...choices: readonly (readonly [number, T])[]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));
const instant = fc.constantFrom(NOW - 60_000, NOW - 1, NOW, NOW + 1, NOW + 60_000);
const ends = fc.constantFrom(NOW - 1, NOW, NOW + 1, NOW + 60_000, NOW + 60_000, Number.POSITIVE_INFINITY);
const someone = weighted([6, ME], [3, OTHER], [1, 'third']);

const groups = fc.uniqueArray(
  weighted([7, 'coach'], [1, 'admin'], [1, 'user'], [1, 'Admin'], [1, 'r1'], [1, 'owner']),
  {
    maxLength: 3,
  },
);
const account = fc.record({
  status: weighted([36, 'active'], [1, 'suspended'], [1, 'Active'], [1, '']),
  validAfter: weighted([16, 0], [1, NOW / 1_000 - 1], [1, NOW / 1_000], [1, NOW / 1_000 + 1]),
  revokedGroups: fc.oneof(
    { weight: 6, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.subarray(['coach', 'admin', 'x']) },
  ),
});

/** Entries about the permission that is asked for, about another, and malformed ones. */
function entry(kind: string, verb: string): fc.Arbitrary<string> {
  const kinds = weighted([5, kind], [2, '*'], [1, 'plan'], [1, 'goal']);
  const verbs = weighted([5, verb], [2, '*'], [1, 'read'], [1, 'update']);
  const scopes = weighted([2, ''], [1, ':own'], [2, ':assigned'], [2, ':any']);
  const good = fc.tuple(kinds, verbs, scopes).map(([k, v, scope]) => `${k}:${v}${scope}`);
  const bad = fc.constantFrom(
    ...['', '*', kind, `${kind}:${verb}:`, `${kind}:${verb}:all`, `${kind}:${verb}:*`, `${kind}:${verb}:any:any`],
    ...[`${kind}:${verb}:Any`, `${kind.toUpperCase()}:${verb}:any`, `${kind}:${verb.toUpperCase()}:any`],
    ...[
      `${kind}s:${verb}:any`,
      `${kind}:${verb}s:any`,
      ` ${kind}:${verb}:any`,
      `${kind}:${verb}:any `,
      'plan:export:any',
    ],
    ...[
      '*:fly:any',
      ':read:any',
      'plan::any',
      '**:read:any',
      'pl*:read:any',
      'constructor:read',
      'plan:read:constructor',
    ],
  );
  return fc.oneof({ weight: 6, arbitrary: good }, { weight: 1, arbitrary: bad });
}
const document = (name: string, kind: string, verb: string): fc.Arbitrary<RoleDocument> =>
  fc.record({
    name: fc.constant(name),
    allow: fc.array(entry(kind, verb), { maxLength: 3 }),
    deny: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(entry(kind, verb), { maxLength: 2 }) },
    ),
    disabled: weighted([8, false], [1, true]),
  });
const ROLE_NAMES = ['r1', 'r2', 'r-3'] as const;

const link = (kind: string) =>
  fc.record({
    clientId: weighted([10, OTHER], [1, ME], [1, 'third']),
    coachId: weighted([10, ME], [1, OTHER], [1, 'third']),
    status: weighted([10, 'active'], [1, 'ended'], [1, 'invited']),
    notBefore: weighted([4, 0], [1, NOW - 1], [1, NOW], [1, NOW + 1]),
    until: weighted([1, NOW - 1], [1, NOW], [1, NOW + 1], [4, NOW + 60_000]),
    areas: fc.oneof(
      { weight: 6, arbitrary: fc.subarray([...KINDS]).map((areas) => [...areas, kind]) },
      { weight: 1, arbitrary: fc.subarray([...KINDS, '*', 'unheard-of']) },
    ),
    canWrite: fc.boolean(),
  });
const share = fc.record({ userId: someone, until: instant, read: fc.boolean(), update: fc.boolean() });
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });

function about(permission: string): fc.Arbitrary<AuthzCase> {
  const [kind = '', verb = ''] = permission.split(':');
  const known = KINDS.find((name) => name === kind) ?? 'plan';
  return fc.record({
    groups,
    issuedAt: fc.constantFrom(NOW / 1_000 - 1, NOW / 1_000, NOW / 1_000 + 1),
    account,
    assignments: fc.uniqueArray(
      fc.record({
        role: fc.constantFrom(...ROLE_NAMES, ...ROLE_NAMES, 'unknown', 'admin', 'coach', 'user'),
        until: ends,
      }),
      { maxLength: 4, selector: ({ role }) => role },
    ),
    documents: fc.tuple(...ROLE_NAMES.map((name) => document(name, kind, verb))),
    permission: fc.constant(permission),
    resource: fc.record({
      kind: weighted<string>([24, known], [1, 'goal']),
      ownerId: weighted([4, ME], [9, OTHER], [1, SYSTEM]),
      isPrivate: weighted([9, false], [1, true]),
      isPublic: weighted([3, false], [1, true]),
      link: maybe(link(known)),
      share: maybe(share),
    }),
    fields: fc.oneof(
      { weight: 3, arbitrary: fc.constant(['bio']) },
      { weight: 1, arbitrary: fc.subarray([...PROTECTED, 'bio', 'Role', 'toString'], { maxLength: 3 }) },
    ),
  });
}

/** More of what a coach may get at, for many things must hold at once. */
const COACHED = PERMISSIONS.filter((text) =>
  /^(plan|nutrition|goal|assignment):|^(photo|injury|profile):(read|list)$/.test(text),
);

const permission = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(...PERMISSIONS) },
  { weight: 12, arbitrary: fc.constantFrom(...COACHED) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('*', '*:*', 'plan:*', 'plan:fly', 'Plan:read', 'plan', '', 'plan:read:own', 'toString'),
  },
);

/** The same cases for the same seed. */
export const generateCases = (seed: number, count: number): readonly AuthzCase[] =>
  fc.sample(permission.chain(about), { seed, numRuns: count });
