/** What is compared with the oracle, in one module, so that a changed copy can take its place. */
export { BUILT_IN_ROLES } from '../../../layers/core/auth/built-in-roles.ts';
export { decide } from '../../../layers/core/auth/decide.ts';
export { principalOf } from '../../../layers/core/auth/principal.ts';
export { parseRoleDocument } from '../../../layers/core/auth/role-document.ts';
