import { Type } from 'typebox';
import { PageQuery, pageOf } from '../contract/page.ts';
import { route } from '../contract/route.ts';

const closed = { additionalProperties: false } as const;
const userId = Type.String({ format: 'uuid' });
const params = Type.Object({ userId }, closed);
const Input = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 10 }),
    tags: Type.Optional(Type.Array(Type.String({ maxLength: 9 }), { maxItems: 3 })),
  },
  closed,
);
const Any = Type.Unsafe<unknown>({});
const path = '/v1/users/{userId}/goals';

/** For tests: one route of each kind. */
export const routes = {
  read: route({ method: 'GET', path, summary: 's', permission: 'goal:read', params, returns: { 200: Any } }),
  create: route({
    method: 'POST',
    path,
    summary: 's',
    permission: 'goal:create',
    params,
    body: Input,
    idempotencyKey: 'required',
    counts: { 201: 'goalsCreated' },
    returns: { 200: Any, 201: Any },
  }),
  change: route({
    method: 'PATCH',
    path,
    summary: 's',
    permission: 'goal:update',
    params,
    body: Input,
    precondition: 'if-match',
    returns: { 200: Any },
  }),
  /** Has every duty at once. */
  replace: route({
    method: 'PUT',
    path,
    summary: 's',
    permission: 'goal:update',
    params,
    body: Input,
    precondition: 'if-match',
    idempotencyKey: 'required',
    returns: { 200: Any },
  }),
  list: route({
    method: 'GET',
    path: '/v1/users/{userId}/plans',
    summary: 's',
    permission: 'plan:list',
    params,
    query: Type.Object({ ...PageQuery.properties, state: Type.Optional(Type.Enum(['open', 'done'])) }, closed),
    paged: true,
    returns: { 200: pageOf(Type.String()) },
  }),
  listOther: route({
    method: 'GET',
    path: '/v1/users/{userId}/sessions',
    summary: 's',
    permission: 'session:list',
    params,
    query: PageQuery,
    paged: true,
    returns: { 200: pageOf(Type.String()) },
  }),
  start: route({
    method: 'POST',
    path: '/v1/users/{userId}/exports',
    summary: 's',
    permission: 'goal:create',
    params,
    limit: 'sensitive',
    returns: { 201: Any },
  }),
  /** Has a body without a schema. */
  take: route({
    method: 'PUT',
    path: '/v1/users/{userId}/anything',
    summary: 's',
    permission: 'goal:update',
    params,
    body: Any,
    returns: { 200: Any },
  }),
  catalogue: route({
    method: 'GET',
    path: '/v1/catalogue',
    summary: 's',
    access: 'authenticated',
    cache: 'catalogue',
    returns: { 200: Any },
  }),
  page: route({ method: 'GET', path: '/page', summary: 's', access: 'public', cache: 'public', returns: { 200: Any } }),
  about: route({ method: 'GET', path: '/about', summary: 's', access: 'public', returns: { 200: Any } }),
  account: route({ method: 'GET', path: '/v1/account', summary: 's', access: 'authenticated', returns: { 200: Any } }),
} as const;
