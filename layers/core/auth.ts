export type { AccessLog, AccessLogEntry } from './auth/access-log.ts';
export { type AccountState, parseAccount } from './auth/account.ts';
export { type Authorization, type Authorizer, type AuthorizerDeps, createAuthorizer } from './auth/authorize.ts';
export { BUILT_IN_ROLES } from './auth/built-in-roles.ts';
export { CATALOGUE, type CatalogueEntry, KINDS, type Kind, type Permission } from './auth/catalogue.ts';
export { checkFields } from './auth/check-fields.ts';
export { type CoachLink, type CoachLinkStore, parseCoachLink } from './auth/coach-link.ts';
export type { CompiledRole, HeldRole, RoleScope } from './auth/compiled-role.ts';
export {
  type Allowed,
  type Decision,
  type DecisionRequest,
  type Denied,
  decide,
  type Scope,
} from './auth/decide.ts';
export { createDynamodbGrants, type DynamodbGrants } from './auth/dynamodb-grants.ts';
export { type Grants, type Principal, principalOf } from './auth/principal.ts';
export { type Resource, SYSTEM_OWNER } from './auth/resource.ts';
export { type Assignment, parseAssignment, parseRoleRow, type RoleStore } from './auth/role-store.ts';
export type { Share } from './auth/share.ts';
export { USER_ID, type VerifiedToken } from './auth/token-claims.ts';
export { createTokenVerifier, type TokenVerifier, type TokenVerifierOptions } from './auth/token-verifier.ts';
