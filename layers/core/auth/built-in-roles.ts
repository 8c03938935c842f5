import { type Kind, type Permission, permissionsOf } from './catalogue.ts';

/** What the built-in roles grant, compiled once: `admin` is no table, for it grants everything. */
export type Role = 'user' | 'coach' | 'admin';

export const BUILT_IN_ROLES: readonly string[] = ['user', 'coach', 'admin'] satisfies readonly Role[];

/** The roles that a group of the token can give. Every verified user token has `user` without one. */
export const GROUP_ROLES: readonly Role[] = ['coach', 'admin'];

const every = (...kinds: readonly Kind[]): readonly Permission[] =>
  kinds.flatMap((kind) => permissionsOf(kind).map(({ permission }) => permission));

const readAndList = (...kinds: readonly Kind[]): readonly Permission[] =>
  kinds.flatMap((kind): readonly Permission[] => [`${kind}:read`, `${kind}:list`]);

/** `user`, on resources that are the caller's own. */
export const USER_OWN: ReadonlySet<Permission> = new Set([
  ...every('profile', 'preferences', 'training-profile', 'injury', 'consent', 'upload', 'assignment'),
  ...every('plan', 'session', 'schedule', 'own-exercise', 'exercise-setting', 'nutrition', 'photo', 'goal', 'chat'),
  ...readAndList('notification', 'analytics', 'sync', 'access-log'),
  'notification:update',
  'notification:delete',
  'analytics:export',
]);

/** `user`, on what is there for everybody. */
export const USER_PUBLIC: ReadonlySet<Permission> = new Set(readAndList('exercise'));

/** `coach`, through an active link that names the kind. */
export const COACH_READ: ReadonlySet<Permission> = new Set([
  ...readAndList('plan', 'session', 'schedule', 'own-exercise', 'exercise-setting', 'training-profile', 'injury'),
  ...readAndList('nutrition', 'photo', 'goal', 'analytics'),
  'profile:read',
]);

/** `coach`, through an active link that names the kind and says `canWrite`. */
export const COACH_WRITE: ReadonlySet<Permission> = new Set([
  'plan:create',
  'plan:update',
  'nutrition:create',
  'nutrition:update',
  'goal:create',
  'goal:update',
]);

/** `coach`, on the link that names the caller, whatever its state: the coach too may look at it and end it. */
export const COACH_OF_LINK: ReadonlySet<Permission> = new Set([
  'assignment:read',
  'assignment:list',
  'assignment:delete',
]);

/** Refused to everybody but an admin, whatever a role grants. */
export const ADMIN_ONLY: ReadonlySet<Permission> = new Set([
  ...every('role', 'audit'),
  'user:create',
  'user:update',
  'user:delete',
  'user:disable',
  'user:assignRole',
]);

/** Refused on oneself, admins included: nobody locks themselves out or promotes themselves. */
export const NOT_ON_ONESELF: ReadonlySet<Permission> = new Set([
  'user:assignRole',
  'role:assign',
  'user:disable',
  'user:delete',
]);

/** Refused to everybody: only the system writes the audit trail. */
export const SYSTEM_ONLY: ReadonlySet<Permission> = new Set(['audit:create', 'audit:update', 'audit:delete']);
