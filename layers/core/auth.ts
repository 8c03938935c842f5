export type { AccessLog, AccessLogEntry } from './auth/access-log.ts';
export { type AccountState, type AccountStore, parseAccount } from './auth/account.ts';
export { type Authorization, type Authorizer, type AuthorizerDeps, createAuthorizer } from './auth/authorize.ts';
export { CATALOGUE, type CatalogueEntry, KINDS, type Kind, type Permission } from './auth/catalogue.ts';
export { checkFields } from './auth/check-fields.ts';
export { type CoachLink, type CoachLinkStore, parseCoachLink } from './auth/coach-link.ts';
export {
  type Allowed,
  type Decision,
  type DecisionRequest,
  type Denied,
  decide,
  type Resource,
  type Scope,
} from './auth/decide.ts';
export { createDynamodbGrants, type DynamodbGrants } from './auth/dynamodb-grants.ts';
export { type Principal, principalOf } from './auth/principal.ts';
export type { VerifiedToken } from './auth/token-claims.ts';
export { createTokenVerifier, type TokenVerifier, type TokenVerifierOptions } from './auth/token-verifier.ts';
