import { Type } from 'typebox';
import type { AnyReply, Route } from './route.ts';
import { route } from './route.ts';

const UserPath = Type.Object({ userId: Type.String({ format: 'uuid' }) }, { additionalProperties: false });
const returns = { 204: null };
const personal = { method: 'GET', path: '/v1/users/{userId}/profile', summary: 's', returns } as const;

test('keeps what the chain needs, and compiles a check when it is first asked for', () => {
  const made = route({ ...personal, permission: 'profile:read', params: UserPath });
  expect(Object.keys(made).sort()).toEqual(['method', 'params', 'path', 'permission']);
  expect(typeof Object.getOwnPropertyDescriptor(made, 'params')?.get).toBe('function');
  const check = made.params;
  expect(check?.({ userId: 'me' })).toBe(false);
  expect(made.params).toBe(check);
});

test('keeps that each request has to be counted', () => {
  const made = route({ ...personal, permission: 'profile:read', params: UserPath, limit: 'sensitive' });
  expect(made).toMatchObject({ limit: 'sensitive' });
});

test('keeps whose the resource is', () => {
  const made = route({ ...personal, path: '/roles', permission: 'role:list', resource: 'system' });
  expect(made).toMatchObject({ permission: 'role:list', resource: 'system' });
});

/** Never called: these are for the type checker. */
export const refused = () => [
  // @ts-expect-error a personal route without a permission
  route({ ...personal, params: UserPath }),
  // @ts-expect-error a personal route that is open to all
  route({ ...personal, params: UserPath, access: 'public' }),
  // @ts-expect-error a personal route for everyone who is signed in
  route({ ...personal, params: UserPath, access: 'authenticated' }),
  // @ts-expect-error the person themself is personal, too
  route({ ...personal, path: '/v1/users/{userId}', params: UserPath, access: 'authenticated' }),
  route({ ...personal, path: '/v1/users/{userId}', params: UserPath, permission: 'user:read' }),
  // @ts-expect-error a permission that is not in the catalogue
  route({ ...personal, params: UserPath, permission: 'profile:raed' }),
  // @ts-expect-error a verb that this kind does not have
  route({ ...personal, params: UserPath, permission: 'profile:assign' }),
  // @ts-expect-error a public route with a permission
  route({ ...personal, path: '/about', access: 'public', permission: 'profile:read' }),
  // @ts-expect-error a public route with a limit: it has no caller
  route({ ...personal, path: '/about', access: 'public', limit: 'sensitive' }),
  // @ts-expect-error a class that a route cannot choose
  route({ ...personal, params: UserPath, permission: 'profile:read', limit: 'read' }),
  // @ts-expect-error a permission without a person in the path
  route({ ...personal, path: '/about', permission: 'profile:read' }),
  route({ ...personal, path: '/roles', permission: 'role:list', resource: 'system' }),
  // @ts-expect-error a personal route whose resource is said to be the system's
  route({ ...personal, params: UserPath, permission: 'profile:read', resource: 'system' }),
  // @ts-expect-error the system's resource without a permission
  route({ ...personal, path: '/roles', resource: 'system' }),
  // @ts-expect-error the system's resource, open to everyone who is signed in
  route({ ...personal, path: '/roles', access: 'authenticated', resource: 'system' }),
  // @ts-expect-error an owner that is none
  route({ ...personal, path: '/roles', permission: 'role:list', resource: 'anybody' }),
  // @ts-expect-error neither permission nor access
  route({ ...personal, path: '/about' }),
  // @ts-expect-error no schema for the path's parameter
  route({ ...personal, permission: 'profile:read' }),
  // @ts-expect-error a parameter of the path that the schema does not know
  route({ ...personal, path: '/v1/users/{userId}/x/{id}', params: UserPath, permission: 'profile:read' }),
  // @ts-expect-error a path that is none
  route({ ...personal, path: 'about', access: 'public' }),
  // @ts-expect-error a shared cache for what is personal
  route({ ...personal, params: UserPath, permission: 'profile:read', cache: 'public' }),
  // @ts-expect-error a life of an hour for what is personal
  route({ ...personal, params: UserPath, permission: 'profile:read', cache: 'catalogue' }),
  route({ ...personal, params: UserPath, permission: 'profile:read', cache: 'never' }),
  // @ts-expect-error a shared cache for what asks for a permission
  route({ ...personal, path: '/roles', permission: 'role:list', resource: 'system', cache: 'public' }),
  // @ts-expect-error a shared cache for who is signed in
  route({ ...personal, path: '/about', access: 'authenticated', cache: 'public' }),
  route({ ...personal, path: '/about', access: 'authenticated', cache: 'catalogue' }),
  route({ ...personal, path: '/about', access: 'public', cache: 'public' }),
  // @ts-expect-error a write whose answer is kept
  route({ ...personal, method: 'POST', path: '/about', access: 'public', cache: 'public' }),
  // @ts-expect-error a read that is counted
  route({ ...personal, path: '/about', access: 'public', counts: { 204: 'looks' } }),
  // @ts-expect-error a count of a status that the route does not answer
  route({ ...personal, method: 'POST', path: '/about', access: 'public', counts: { 201: 'made' } }),
  route({ ...personal, method: 'POST', path: '/about', access: 'public', counts: { 204: 'made' } }),
  // @ts-expect-error a method that is none
  route({ ...personal, path: '/about', method: 'HEAD', access: 'public' }),
];

type Reply<R> = R extends Route<unknown, unknown, unknown, infer A extends AnyReply, never> ? A : never;

test('types a reply by what the route returns', () => {
  const made = route({
    method: 'GET',
    path: '/about',
    summary: 's',
    access: 'public',
    returns: { 200: Type.Object({ name: Type.String() }), 204: null },
  });
  const replies: Reply<typeof made>[] = [{ status: 200, body: { name: 'x' } }, { status: 204 }];
  // @ts-expect-error a status that is not promised
  replies.push({ status: 201 });
  // @ts-expect-error a body of another shape
  replies.push({ status: 200, body: { nam: 'x' } });
  // @ts-expect-error a promised body that is missing
  replies.push({ status: 200 });
  // @ts-expect-error what may be kept is not the handler's to say
  replies.push({ status: 204, headers: { 'cache-control': 'public' } });
  expect(replies).toHaveLength(6);
});
