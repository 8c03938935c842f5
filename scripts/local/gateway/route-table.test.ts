import type { FunctionDefinition } from '../../build/read-stack.ts';
import { matchRoute, readRoutes } from './route-table.ts';

const definition = (...httpApi: readonly unknown[]): FunctionDefinition => ({
  name: 'f',
  handler: 'f.handler',
  timeoutSeconds: 1,
  memoryMegabytes: 128,
  environment: {},
  events: [...httpApi.map((event) => ({ httpApi: event })), { schedule: 'rate(1 day)' }],
});

const routes = readRoutes(
  definition(
    '*',
    'GET /users/{userId}',
    'GET /users/me',
    { method: 'get', path: '/users/{userId}/photos/{photoId}' },
    'ANY /users/{userId}',
    'GET /files/{path+}',
    'GET /files/{name}',
    { method: '*', path: '/any' },
    { method: 'GET', path: '/inside', authorizer: { type: 'aws_iam' } },
  ),
  'f',
);
const match = (method: string, path: string): readonly unknown[] => {
  const found = matchRoute(routes, method, path);
  return [found?.route.routeKey, found?.pathParameters];
};

test.each([
  ['a static segment beats a parameter', 'GET', '/users/me', 'GET /users/me', {}],
  ['a parameter takes the rest', 'GET', '/users/7', 'GET /users/{userId}', { userId: '7' }],
  [
    'two parameters',
    'GET',
    '/users/7/photos/x y',
    'GET /users/{userId}/photos/{photoId}',
    { userId: '7', photoId: 'x y' },
  ],
  ['a method beats ANY, which takes the other methods', 'PUT', '/users/7', 'ANY /users/{userId}', { userId: '7' }],
  ['a parameter beats a greedy one', 'GET', '/files/a', 'GET /files/{name}', { name: 'a' }],
  ['a greedy parameter takes several segments', 'GET', '/files/a/b', 'GET /files/{path+}', { path: 'a/b' }],
  ['the long form with any method', 'DELETE', '/any', 'ANY /any', {}],
  ['an unknown path', 'GET', '/nowhere', '$default', {}],
  ['an unknown method', 'PUT', '/files/a', '$default', {}],
  ['a slash at the end is another path', 'GET', '/users/me/', '$default', {}],
  ['an empty parameter is none', 'GET', '/users/', '$default', {}],
  ['other letters are another path', 'GET', '/Users/me', '$default', {}],
])('%s', (_, method, path, routeKey, parameters) => {
  expect(match(method, path)).toEqual([routeKey, parameters]);
});

test('without $default there is no route for the rest', () => {
  expect(matchRoute(readRoutes(definition('GET /a'), 'f'), 'GET', '/b')).toBeUndefined();
});

test('an IAM authorizer makes a route one for signed callers', () => {
  expect(routes.filter(({ signed }) => signed).map(({ routeKey }) => routeKey)).toEqual(['GET /inside']);
});

test.each(['GET /_local', 'ANY /_local/{path+}'])(
  'refuses a stack with the route %s, which is the gateway’s own',
  (route) => {
    expect(() => readRoutes(definition(route), 'f')).toThrow('f: no route may begin with /_local');
    expect(readRoutes(definition(route.replace('_local', '_locals')), 'f')).toHaveLength(1);
  },
);
