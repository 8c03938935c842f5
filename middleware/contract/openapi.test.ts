import * as routes from './fixtures/routes.ts';
import { isObject, type JsonSchema } from './json-schema.ts';
import { openapi } from './openapi.ts';

const document = openapi({ title: 'Test', version: '1' }, [{ tag: 'sessions', exports: { ...routes, other: 1 } }]);

/** What is at a place of the document; every `#/...` reference is followed. */
function at(...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => {
    const inner = isObject(value) || Array.isArray(value) ? new Map(Object.entries(value)).get(name) : undefined;
    const target = isObject(inner) && typeof inner['$ref'] === 'string' ? inner['$ref'] : undefined;
    return target === undefined ? inner : at(...target.slice(2).split('/'));
  }, document);
}
const operation = (method: string, path: string, ...rest: readonly string[]) => at('paths', path, method, ...rest);

test('has every route under its path and method, and nothing else', () => {
  const paths = document['paths'] as Record<string, JsonSchema>; // the document's own shape
  expect(
    Object.entries(paths)
      .flatMap(([path, item]) => Object.keys(item).map((method) => `${method} ${path}`))
      .sort(),
  ).toEqual([
    'get /about',
    'get /v1/users/{userId}/loads',
    'patch /v1/users/{userId}/sessions',
    'post /v1/users/{userId}/sessions',
  ]);
  expect(operation('post', '/v1/users/{userId}/sessions')).toMatchObject({
    operationId: 'createSession',
    tags: ['sessions'],
    summary: 'Log a session',
    'x-permission': 'session:create',
  });
});

test('says what a request counts as, where its caller is known', () => {
  expect(operation('get', '/v1/users/{userId}/loads')).toMatchObject({ 'x-rate-limit': 'read' });
  expect(operation('post', '/v1/users/{userId}/sessions')).toMatchObject({ 'x-rate-limit': 'write' });
  expect(operation('get', '/about')).not.toHaveProperty('x-rate-limit');
  const headers = at('components', 'responses', 'Problem429', 'headers') as object;
  expect(Object.keys(headers)).toEqual(['Retry-After', 'RateLimit-Policy', 'RateLimit']);
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(references.length).toBeGreaterThan(10);
  for (const reference of references) expect([reference, at(...reference.split('/'))]).not.toContain(undefined);
});

test('a named schema is one component', () => {
  expect(at('components', 'schemas', 'Load')).toMatchObject({ type: 'object', required: ['grams'] });
  expect(JSON.stringify(document)).not.toContain('$id');
});

test('says which media types a body may have', () => {
  const types = (method: string) =>
    Object.keys(operation(method, '/v1/users/{userId}/sessions', 'requestBody', 'content') as object);
  expect(types('post')).toEqual(['application/json']);
  expect(types('patch')).toEqual(['application/json', 'application/merge-patch+json']);
});

test('a parameter with a default may be left out', () => {
  const parameters = operation('get', '/v1/users/{userId}/loads', 'parameters') as {
    name: string;
    required: boolean;
  }[];
  expect(parameters.map(({ name, required }) => [name, required])).toEqual([
    ['userId', true],
    ['limit', false],
    ['cursor', false],
    ['done', false],
    ['tags', false],
    ['If-None-Match', false],
  ]);
});

test('lists the refusals that a route can give', () => {
  const refusals = (method: string, path: string) =>
    Object.keys(operation(method, path, 'responses') as object).filter((status) => Number(status) >= 400);
  expect(refusals('get', '/about')).toEqual(['400', '500', '503']);
  expect(refusals('post', '/v1/users/{userId}/sessions')).toEqual(
    expect.arrayContaining(['400', '401', '403', '404', '409', '413', '415', '422', '429']),
  );
  expect(refusals('patch', '/v1/users/{userId}/sessions')).toEqual(
    expect.arrayContaining(['412', '428', '413', '415']),
  );
});

test('asks for a token everywhere but on a public route', () => {
  expect(document['security']).toEqual([{ cognito: [] }]);
  expect(operation('get', '/about', 'security')).toEqual([]);
  expect(operation('get', '/v1/users/{userId}/loads', 'security')).toBeUndefined();
});

test('an answer without body has no content', () => {
  expect(operation('get', '/about', 'responses', '204')).toEqual({ description: 'Done; no content' });
});
