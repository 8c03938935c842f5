/** Entry of the layer: custom roles as they are written. Loaded by the first caller who has one. */
export { mayGrant } from './auth/may-grant.ts';
export {
  parseRoleDocument,
  type RejectedEntry,
  type RejectionReason,
  type RoleDocument,
} from './auth/role-document.ts';
