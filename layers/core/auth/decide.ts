import {
  ADMIN_ONLY,
  COACH_OF_LINK,
  COACH_READ,
  COACH_WRITE,
  NOT_ON_ONESELF,
  SYSTEM_ONLY,
  USER_OWN,
} from './built-in-roles.ts';
import { CATALOGUE, type Kind, type Permission } from './catalogue.ts';
import { type CoachLink, isInForce } from './coach-link.ts';
import { accountFault, type Principal } from './principal.ts';
import { protectedFieldsIn } from './protected-fields.ts';

export interface Resource {
  readonly kind: Kind;
  readonly ownerId: string;
  /** The link between the owner and the caller, in any state; leave it out where there is none. */
  readonly link?: CoachLink | undefined;
}

export interface DecisionRequest {
  readonly principal: Principal;
  readonly permission: Permission;
  readonly resource: Resource;
  /** Names of the body's top-level fields, once it is known. */
  readonly fields?: readonly string[] | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

export type Scope = 'own' | 'assigned' | 'any';

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
const isCoachOfLink: Test = ({ principal, resource: { ownerId, link } }) =>
  principal.roles.has('coach') && link?.coachId === principal.userId && link.clientId === ownerId;

/** Any one that holds refuses, whatever is granted below. */
const DENIALS = [
  ['unknown-permission', ({ permission, resource }) => CATALOGUE.get(permission)?.kind !== resource.kind],
  ['token-superseded', ({ principal }) => accountFault(principal) === 'token-superseded'],
  ['account-not-active', ({ principal }) => accountFault(principal) === 'account-not-active'],
  ['audit-by-system-only', ({ permission }) => SYSTEM_ONLY.has(permission)],
  ['not-on-oneself', (request) => NOT_ON_ONESELF.has(request.permission) && isOwn(request)],
  ['admin-only', (request) => ADMIN_ONLY.has(request.permission) && !isAdmin(request)],
  [
    'protected-field',
    (request) => protectedFieldsIn(request.permission, request.fields ?? []).length > 0 && !isAdmin(request),
  ],
] as const satisfies readonly (readonly [string, Test])[];

/** The first that holds names the scope, narrowest first: an admin who reads their own data reads it as its owner. */
const GRANTS = [
  ['user', 'own', (request) => USER_OWN.has(request.permission) && isOwn(request)],
  ['coach-of-link', 'assigned', (request) => COACH_OF_LINK.has(request.permission) && isCoachOfLink(request)],
  ['coach-link', 'assigned', (request) => isCoachOfLink(request) && isCovered(request)],
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

/** One's own is never a secret. The body plays no part: what may be seen is decided on the path. */
function isVisible({ principal, resource, now }: DecisionRequest): boolean {
  const may = (permission: Permission): boolean => typeof judge({ principal, permission, resource, now }) === 'object';
  return resource.ownerId === principal.userId || may(`${resource.kind}:read`) || may(`${resource.kind}:list`);
}

function isCovered({ permission, resource: { kind, link }, now }: DecisionRequest): boolean {
  if (link === undefined || !isInForce(link, now) || !link.areas.includes(kind)) return false;
  return COACH_READ.has(permission) || (link.canWrite && COACH_WRITE.has(permission));
}
