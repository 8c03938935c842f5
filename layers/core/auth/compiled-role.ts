import type { Permission } from './catalogue.ts';

/** Where an entry of a role holds: on one's own, through an active coach link, or everywhere. */
export type RoleScope = 'own' | 'assigned' | 'any';

/** Permissions by where they hold; `any` holds everywhere, the others only where they say. */
export type ScopedPermissions = Readonly<Record<RoleScope, ReadonlySet<Permission>>>;

/** A role document in the form that decides: a look-up per scope, nothing to split. A disabled role is empty. */
export interface CompiledRole {
  readonly name: string;
  readonly allow: ScopedPermissions;
  readonly deny: ScopedPermissions;
  /** Whether an entry depends on a coach link, which is only then worth a read. */
  readonly needsLink: boolean;
}

/** A custom role that somebody has. */
export interface HeldRole {
  readonly role: CompiledRole;
  /** Epoch milliseconds; from this instant on it neither grants nor denies. `Infinity` for no end. */
  readonly until: number;
}

/** True while the assignment lasts. Half-open: at `until` it no longer does. */
export const isHeld = ({ until }: Pick<HeldRole, 'until'>, now: number): boolean => now < until;
