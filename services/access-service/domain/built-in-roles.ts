import { BUILT_IN_ROLES, CATALOGUE, decide, type Kind, type Principal } from '@gymcoach/core/auth';
import { AppError } from '@gymcoach/core/errors';
import type { Role } from './role.schema.ts';

const SOMEBODY = '00000000-0000-4000-8000-000000000001';
const CLIENT = '00000000-0000-4000-8000-000000000002';

/** The built-in roles that are groups of the user pool, and so can be given and taken. */
export const GROUPS: readonly string[] = ['admin', 'coach'];

export const isBuiltIn = (name: string): boolean => BUILT_IN_ROLES.includes(name);
export const isGroup = (name: string): boolean => GROUPS.includes(name);

/** The built-in roles by name, as the decision has them: each permission is asked for. */
export const builtInRoles = (): readonly Role[] =>
  [...BUILT_IN_ROLES].sort().map((name) => ({
    ...{ name, builtIn: true, allow: [...allowed(name)], deny: [], disabled: false, version: 0 },
  }));

/** Throws 409: what a built-in role grants is code. */
export function refuseBuiltIn(name: string): void {
  if (!isBuiltIn(name)) return;
  throw new AppError('conflict', 'conflict.built-in-role', 'A built-in role cannot be made, changed or deleted.');
}

function allowed(name: string): readonly string[] {
  if (name === 'admin') return ['*:*:any'];
  const scope = name === 'coach' ? 'assigned' : 'own';
  return [...CATALOGUE.values()]
    .filter(({ permission, kind }) => {
      const ownerId = name === 'coach' ? CLIENT : SOMEBODY;
      const resource = { kind, ownerId, link: linkOver(kind) };
      const decision = decide({ principal: principal(name), permission, resource, now: 1 });
      return decision.allow && decision.scope === scope;
    })
    .map(({ permission }) => `${permission}:${scope}`);
}

const principal = (name: string): Principal => ({
  userId: SOMEBODY,
  roles: new Set(name === 'coach' ? ['user', 'coach'] : ['user']),
  customRoles: [],
  account: { status: 'active', validAfter: 0, revokedGroups: [] },
  issuedAt: 1,
});

const linkOver = (kind: Kind) => ({
  ...{ clientId: CLIENT, coachId: SOMEBODY, status: 'active', notBefore: 0, until: 2, areas: [kind], canWrite: true },
});
