import {
  ADMIN_ONLY,
  COACH_OF_LINK,
  COACH_READ,
  COACH_WRITE,
  NOT_ON_ONESELF,
  SYSTEM_ONLY,
  USER_OWN,
  USER_PUBLIC,
} from './built-in-roles.ts';
import { CATALOGUE, type Permission } from './catalogue.ts';
import { type CoachLink, isInForce } from './coach-link.ts';
import { isHeld, type RoleScope, type ScopedPermissions } from './compiled-role.ts';
import { accountFault, type Principal } from './principal.ts';
import { protectedFieldsIn } from './protected-fields.ts';
import { type Resource, SYSTEM_OWNER } from './resource.ts';
import { isShared } from './share.ts';

export interface DecisionRequest {
  readonly principal: Principal;
  readonly permission: Permission;
  readonly resource: Resource;
  /** Names of the body's top-level fields, once it is known. */
  readonly fields?: readonly string[] | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** By what the caller gets at the resource: as its owner, by a share, through a coach link, or without regard to it. */
export type Scope = RoleScope | 'shared';

/** `rule` is for the log and for explaining a decision to an admin; the caller never sees it. */
export type Allowed = { readonly allow: true; readonly rule: GrantRule; readonly scope: Scope };
export type Denied = {
  readonly allow: false;
  readonly rule: DenialRule | 'no-grant';
  readonly missing: Permission;
  /** Whether the caller may read this kind of this owner at all: if not, the resource must look absent (404, not 403). */
  readonly visible: boolean;
};
export type Decision = Allowed | Denied;

type Test = (request: DecisionRequest) => boolean;

const isAdmin: Test = ({ principal }) => principal.roles.has('admin');
const isOwn: Test = ({ principal, resource }) => resource.ownerId === principal.userId;
/** The link in any state, if the caller is its coach and the owner its client. */
const linkOf = ({ principal, resource: { ownerId, link } }: DecisionRequest): CoachLink | undefined =>
  link?.coachId === principal.userId && link.clientId === ownerId ? link : undefined;
/** An active link covers the resource. */
const isAssigned: Test = (request) => {
  const link = linkOf(request);
  return link !== undefined && isInForce(link, request.now) && link.areas.includes(request.resource.kind);
};
const isCoach: Test = ({ principal }) => principal.roles.has('coach');
const mayCoach: Test = ({ permission, resource: { link } }) =>
  COACH_READ.has(permission) || (link?.canWrite === true && COACH_WRITE.has(permission));
const isSharedWith: Test = ({ principal, permission, resource: { share }, now }) =>
  share?.userId === principal.userId && isShared(share, CATALOGUE.get(permission)?.verb, now);

/** Whether a custom role that is held now names the permission in this scope. */
const named = (list: 'allow' | 'deny', scope: keyof ScopedPermissions, request: DecisionRequest): boolean =>
  request.principal.customRoles.some(
    (held) => isHeld(held, request.now) && held.role[list][scope].has(request.permission),
  );
const isDeniedByRole: Test = (request) =>
  named('deny', 'any', request) ||
  (named('deny', 'own', request) && isOwn(request)) ||
  (named('deny', 'assigned', request) && isAssigned(request));

/** Any one that holds refuses, whatever is granted below. */
const DENIALS = [
  ['unknown-permission', ({ permission, resource }) => CATALOGUE.get(permission)?.kind !== resource.kind],
  ['token-superseded', ({ principal }) => accountFault(principal) === 'token-superseded'],
  ['account-not-active', ({ principal }) => accountFault(principal) === 'account-not-active'],
  ['audit-by-system-only', ({ permission }) => SYSTEM_ONLY.has(permission)],
  ['not-on-oneself', (request) => NOT_ON_ONESELF.has(request.permission) && isOwn(request)],
  ['admin-only', (request) => ADMIN_ONLY.has(request.permission) && !isAdmin(request)],
  ['private', (request) => request.resource.isPrivate === true && !isOwn(request) && !isAdmin(request)],
  ['role-denies', (request) => isDeniedByRole(request) && !isAdmin(request)],
  [
    'protected-field',
    (request) => protectedFieldsIn(request.permission, request.fields ?? []).length > 0 && !isAdmin(request),
  ],
] as const satisfies readonly (readonly [string, Test])[];

/** The first that holds names the scope, narrowest first: an admin who reads their own data reads it as its owner. */
const GRANTS = [
  ['user', 'own', (request) => USER_OWN.has(request.permission) && isOwn(request)],
  ['custom-role', 'own', (request) => named('allow', 'own', request) && isOwn(request)],
  ['share', 'shared', isSharedWith],
  [
    'coach-of-link',
    'assigned',
    (request) => COACH_OF_LINK.has(request.permission) && isCoach(request) && linkOf(request) !== undefined,
  ],
  ['coach-link', 'assigned', (request) => isCoach(request) && isAssigned(request) && mayCoach(request)],
  ['custom-role', 'assigned', (request) => named('allow', 'assigned', request) && isAssigned(request)],
  ['catalogue', 'any', ({ permission, resource }) => USER_PUBLIC.has(permission) && resource.isPublic === true],
  ['custom-role', 'any', (request) => named('allow', 'any', request)],
  ['admin', 'any', isAdmin],
] as const satisfies readonly (readonly [string, Scope, Test])[];

export type DenialRule = (typeof DENIALS)[number][0];
export type GrantRule = (typeof GRANTS)[number][0];

/**
 * May this principal do this to this resource, now? Pure and total: default deny, and a denial beats every grant.
 *
 * @example
 * const decision = decide({ principal, permission: 'injury:read', resource: { kind: 'injury', ownerId }, now });
 */
export function decide(request: DecisionRequest): Decision {
  const outcome = judge(request);
  return typeof outcome === 'object'
    ? outcome
    : { allow: false, rule: outcome, missing: request.permission, visible: isVisible(request) };
}

function judge(request: DecisionRequest): Allowed | Denied['rule'] {
  for (const [rule, refuses] of DENIALS) if (refuses(request)) return rule;
  for (const [rule, scope, grants] of GRANTS) if (grants(request)) return { allow: true, rule, scope };
  return 'no-grant';
}

/** One's own is never a secret, nor is what is nobody's. The body plays no part: what may be seen is decided on the path. */
function isVisible({ principal, resource, now }: DecisionRequest): boolean {
  const may = (permission: Permission): boolean => typeof judge({ principal, permission, resource, now }) === 'object';
  if (resource.ownerId === principal.userId || resource.ownerId === SYSTEM_OWNER) return true;
  return may(`${resource.kind}:read`) || may(`${resource.kind}:list`);
}
