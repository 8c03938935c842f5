import { CACHE_CONTROL, isTagged } from './cache-control.ts';
import { definitionOf } from './generate.ts';
import { isObject, type JsonSchema, toJsonSchema } from './json-schema.ts';
import { PROBLEM, problemResponses, problemStatuses, RATE_LIMIT_HEADERS, REPLAYED } from './openapi-problems.ts';
import { rateClassOf } from './rate-class.ts';
import type { Definition } from './route.ts';

/** Exports of a `routes.ts`, under the tag that groups its operations. */
export interface RouteModule {
  readonly tag: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'Done; no content',
  302: 'Found elsewhere',
};
const header = (name: string, description: string, required: boolean) => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
});
const IF_MATCH = header('If-Match', '`ETag` of the version that is changed', true);
const IF_NONE_MATCH = header('If-None-Match', '`ETag` that the caller has already', false);
const IDEMPOTENCY_KEY = header(
  'Idempotency-Key',
  '16 to 128 visible ASCII characters, new for every intent. The same request again within 24 hours is given the first answer ' +
    '(404 once what it made is deleted), another one with the same key 422, one that comes while the first is carried out 409',
  true,
);
const ETAG = { ETag: { schema: { type: 'string' } } };
const LINK = { Link: { schema: { type: 'string' }, description: '`rel="next"`: the next page, if there is one' } };
const LOCATION = { Location: { schema: { type: 'string' } } };

/** OpenAPI 3.1 from the same values that the chain obeys: nothing is written twice. */
export function openapi(info: JsonSchema, modules: readonly RouteModule[]): JsonSchema {
  const named = new Map<string, JsonSchema>();
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const { tag, exports } of modules) {
    for (const [operationId, value] of Object.entries(exports)) {
      const definition = definitionOf(value);
      if (!isRoute(definition)) continue;
      const methods = paths[definition.path] ?? {};
      paths[definition.path] = methods;
      methods[definition.method.toLowerCase()] = operationOf(definition, operationId, tag, named);
    }
  }
  const schemas = Object.fromEntries([...named].map(([id, schema]) => [id, withRefs(schema)]));
  return {
    openapi: '3.1.0',
    info,
    servers: [{ url: '/' }],
    security: [{ cognito: [] }],
    paths,
    components: {
      securitySchemes: {
        cognito: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'A Cognito access token' },
      },
      responses: problemResponses(),
      schemas: { ...schemas, Problem: PROBLEM },
    },
  };
}

function operationOf(route: Definition, operationId: string, tag: string, named: Map<string, JsonSchema>): JsonSchema {
  const schemaOf = (schema: unknown, part: string): unknown =>
    withRefs(toJsonSchema(schema, named, `${operationId} ${part}`));
  const body = route.body === undefined ? undefined : schemaOf(route.body, 'body');
  const mediaTypes = ['application/json', ...(route.method === 'PATCH' ? ['application/merge-patch+json'] : [])];
  const hasVersion = route.versioned === true || (isTagged(route) && route.returns[200] !== undefined);
  const parameters = [
    ...parametersOf(schemaOf(route.params ?? {}, 'params'), 'path'),
    ...parametersOf(schemaOf(route.query ?? {}, 'query'), 'query'),
    ...(route.precondition === undefined ? [] : [IF_MATCH]),
    ...(route.idempotencyKey === undefined ? [] : [IDEMPOTENCY_KEY]),
    ...(route.method === 'GET' && hasVersion ? [IF_NONE_MATCH] : []),
  ];
  const answers = Object.entries(route.returns).map(([status, schema]) => {
    const headers = {
      ...(hasVersion && schema !== null ? ETAG : {}),
      ...(route.cache === undefined ? {} : { 'Cache-Control': { schema: { const: CACHE_CONTROL[route.cache] } } }),
      ...(status === '201' || status === '302' ? LOCATION : {}),
      ...(route.paged === undefined ? {} : LINK),
      ...(route.idempotencyKey === undefined ? {} : REPLAYED),
      ...(route.access === 'public' ? {} : RATE_LIMIT_HEADERS),
    };
    const content =
      schema === null ? {} : { content: contentOf(route.produces ?? ['application/json'], schemaOf(schema, status)) };
    return [
      status,
      {
        description: DESCRIPTIONS[Number(status)] ?? 'Done',
        ...(Object.keys(headers).length > 0 ? { headers } : {}),
        ...content,
      },
    ];
  });
  const notModified = route.method === 'GET' && hasVersion ? { 304: { description: 'Not modified' } } : {};
  const problems = problemStatuses(route).map((status) => [
    status,
    { $ref: `#/components/responses/Problem${status}` },
  ]);
  return {
    operationId,
    tags: [tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    ...(route.permission === undefined ? {} : { 'x-permission': route.permission }),
    ...(route.resource === undefined ? {} : { 'x-resource': route.resource }),
    ...(route.access === 'public' ? { security: [] } : { 'x-rate-limit': rateClassOf(route) }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: contentOf(mediaTypes, body),
          },
        }),
    responses: { ...Object.fromEntries(answers), ...notModified, ...Object.fromEntries(problems) },
  };
}

const contentOf = (types: readonly string[], schema: unknown): JsonSchema =>
  Object.fromEntries(types.map((type) => [type, { schema }]));

function parametersOf(schema: unknown, place: 'path' | 'query'): readonly JsonSchema[] {
  if (!isObject(schema) || !isObject(schema['properties'])) return [];
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(schema['properties']).map(([name, property]) => {
    // A field with a default is always there after validation, but a caller may leave it out.
    const optional = !required.includes(name) || (isObject(property) && property['default'] !== undefined);
    return { name, in: place, required: place === 'path' || !optional, schema: property };
  });
}

/** `$id` names become references into the document. */
function withRefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withRefs);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' ? `#/components/schemas/${inner}` : withRefs(inner),
    ]),
  );
}

const isRoute = (value: unknown): value is Definition => isObject(value) && 'method' in value && 'returns' in value;
