/** Every kind of thing that a permission can be about. A kind that is not here does not compile, and grants nothing. */
export const KINDS = [
  'profile',
  'preferences',
  'training-profile',
  'injury',
  'consent',
  'upload',
  'assignment',
  'access-log',
  'sync',
  'plan',
  'session',
  'schedule',
  'exercise',
  'own-exercise',
  'exercise-setting',
  'nutrition',
  'photo',
  'goal',
  'analytics',
  'chat',
  'notification',
  'role',
  'user',
  'audit',
] as const;

/** The verbs that every kind has. */
export const COMMON_VERBS = ['read', 'list', 'create', 'update', 'delete'] as const;

/** The verbs that one kind has beside them. */
export const EXTRA_VERBS = {
  profile: ['export'],
  analytics: ['export'],
  upload: ['presign'],
  chat: ['invoke'],
  role: ['assign'],
  user: ['disable', 'assignRole'],
  assignment: ['accept'],
} as const satisfies { readonly [K in Kind]?: readonly string[] };

export type Kind = (typeof KINDS)[number];
type CommonVerb = (typeof COMMON_VERBS)[number];
type Extras = typeof EXTRA_VERBS;
type ExtraPermission = { [K in keyof Extras]: `${K}:${Extras[K][number]}` }[keyof Extras];

/**
 * `kind:verb`, exact and case-sensitive. What a route declares; a permission outside the catalogue does not compile.
 *
 * @example const permission: Permission = 'profile:read';
 */
export type Permission = `${Kind}:${CommonVerb}` | ExtraPermission;

/** A permission with its two parts, so that nothing is split per request. */
export interface CatalogueEntry {
  readonly permission: Permission;
  readonly kind: Kind;
  readonly verb: string;
}

/** Looked up with any text: what is not in it is no permission. */
export const CATALOGUE: ReadonlyMap<string, CatalogueEntry> = new Map(
  KINDS.flatMap((kind) => permissionsOf(kind)).map((entry) => [entry.permission, entry]),
);

/** Every permission of one kind. */
export function permissionsOf(kind: Kind): readonly CatalogueEntry[] {
  const extras: { readonly [K in Kind]?: readonly string[] } = EXTRA_VERBS;
  return [...COMMON_VERBS, ...(extras[kind] ?? [])].map((verb) => ({
    // The verbs are the kind's own, so the pair is one of the union; the compiler cannot follow the lookup.
    permission: `${kind}:${verb}` as Permission,
    kind,
    verb,
  }));
}
