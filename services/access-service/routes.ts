import { UserPath } from '@gymcoach/middleware/contract/fields';
import { PageQuery, pageOf } from '@gymcoach/middleware/contract/page';
import { route } from '@gymcoach/middleware/contract/route';
import { Account, AccountAction } from './domain/account.schema.ts';
import { Assignment, AssignmentInput, AssignmentPath, Assignments, RemovalQuery } from './domain/assignment.schema.ts';
import { AuditEvent, AuditQuery } from './domain/audit.schema.ts';
import { Explanation, Question } from './domain/explanation.schema.ts';
import { Permissions } from './domain/permission.schema.ts';
import { Role, RoleInput, RolePatch, RolePath } from './domain/role.schema.ts';

export * from './coaching-routes.ts';

export const listPermissions = route({
  method: 'GET',
  path: '/v1/permissions',
  summary: 'List every permission there is',
  access: 'authenticated',
  cache: 'catalogue',
  returns: { 200: Permissions },
});

export const listRoles = route({
  method: 'GET',
  path: '/v1/admin/roles',
  summary: 'List roles',
  description: 'Built-in and custom ones, by name. A role that was just made may appear a moment later.',
  permission: 'role:list',
  resource: 'system',
  query: PageQuery,
  paged: true,
  refusals: [404],
  returns: { 200: pageOf(Role) },
});

export const createRole = route({
  method: 'POST',
  path: '/v1/admin/roles',
  summary: 'Create a custom role',
  description: 'An entry that is not in the catalogue is refused, and so is one that the caller does not hold.',
  permission: 'role:create',
  resource: 'system',
  body: RoleInput,
  idempotencyKey: 'required',
  versioned: true,
  refusals: [404],
  limit: 'sensitive',
  returns: { 201: Role },
});

export const getRole = route({
  method: 'GET',
  path: '/v1/admin/roles/{role}',
  summary: 'Read a role',
  permission: 'role:read',
  resource: 'system',
  params: RolePath,
  versioned: true,
  returns: { 200: Role },
});

export const updateRole = route({
  method: 'PATCH',
  path: '/v1/admin/roles/{role}',
  summary: 'Change a custom role',
  description: 'Holds within 60 seconds for everybody who has it.',
  permission: 'role:update',
  resource: 'system',
  params: RolePath,
  body: RolePatch,
  precondition: 'if-match',
  refusals: [409],
  versioned: true,
  limit: 'sensitive',
  returns: { 200: Role },
});

export const deleteRole = route({
  method: 'DELETE',
  path: '/v1/admin/roles/{role}',
  summary: 'Delete a custom role',
  description: 'Refused while it is assigned to anybody, also where the assignment has ended by its time.',
  permission: 'role:delete',
  resource: 'system',
  params: RolePath,
  precondition: 'if-match',
  refusals: [409],
  limit: 'sensitive',
  returns: { 204: null },
});

export const listUserRoles = route({
  method: 'GET',
  path: '/v1/admin/users/{userId}/roles',
  summary: 'List the roles of a person',
  permission: 'user:read',
  params: UserPath,
  returns: { 200: Assignments },
});

export const assignRole = route({
  method: 'PUT',
  path: '/v1/admin/users/{userId}/roles/{role}',
  summary: 'Assign a role to a person',
  description: 'Not to oneself. Again: reason and end are replaced. A built-in role counts from the next token on.',
  permission: 'user:assignRole',
  params: AssignmentPath,
  body: AssignmentInput,
  limit: 'sensitive',
  returns: { 200: Assignment, 201: Assignment },
});

export const removeRole = route({
  method: 'DELETE',
  path: '/v1/admin/users/{userId}/roles/{role}',
  summary: 'Take a role from a person',
  description: 'Not from oneself, nor from the last admin. Holds within 60 seconds, whatever tokens say.',
  permission: 'user:assignRole',
  params: AssignmentPath,
  query: RemovalQuery,
  refusals: [409],
  limit: 'sensitive',
  returns: { 204: null },
});

export const getAccount = route({
  method: 'GET',
  path: '/v1/admin/users/{userId}',
  summary: 'Read the state of an account',
  permission: 'user:read',
  params: UserPath,
  versioned: true,
  returns: { 200: Account },
});

export const suspendAccount = route({
  method: 'POST',
  path: '/v1/admin/users/{userId}/suspend',
  summary: 'Suspend an account',
  description: 'Its tokens are refused within 60 seconds. Not oneself, nor the last admin. Again: nothing changes.',
  permission: 'user:disable',
  params: UserPath,
  body: AccountAction,
  idempotencyKey: 'required',
  versioned: true,
  limit: 'sensitive',
  returns: { 200: Account },
});

export const reinstateAccount = route({
  method: 'POST',
  path: '/v1/admin/users/{userId}/reinstate',
  summary: 'Reinstate an account',
  description: 'The person has to sign in anew. Again: nothing changes.',
  permission: 'user:disable',
  params: UserPath,
  body: AccountAction,
  idempotencyKey: 'required',
  versioned: true,
  limit: 'sensitive',
  returns: { 200: Account },
});

export const signOutAccount = route({
  method: 'POST',
  path: '/v1/admin/users/{userId}/sign-out',
  summary: 'Sign a person out everywhere',
  description: 'Tokens issued until now are refused within 60 seconds.',
  permission: 'user:disable',
  params: UserPath,
  body: AccountAction,
  idempotencyKey: 'required',
  versioned: true,
  limit: 'sensitive',
  returns: { 200: Account },
});

export const explainAuthorization = route({
  method: 'POST',
  path: '/v1/admin/authorization/explain',
  summary: 'Explain a decision',
  description: 'Everybody for themselves; for others with the permission `audit:read`. Shows no data.',
  access: 'authenticated',
  body: Question,
  refusals: [404],
  limit: 'sensitive',
  returns: { 200: Explanation },
});

export const listAuditEvents = route({
  method: 'GET',
  path: '/v1/admin/audit-events',
  summary: 'List audit events',
  description: 'Newest first, by exactly one of subject, actor and day; by subject and actor 24 months back.',
  permission: 'audit:list',
  resource: 'system',
  query: AuditQuery,
  paged: true,
  refusals: [404],
  returns: { 200: pageOf(AuditEvent) },
});
