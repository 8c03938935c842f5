import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { formats, patterns } from '../../middleware/contract/runtime.ts';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';

type Json = Readonly<Record<string, unknown>>;

interface Answer {
  readonly content?: Readonly<Record<string, { readonly schema: unknown }>>;
}

interface Found {
  /** Where the described answer lies in the document, as a JSON pointer. */
  readonly pointer: string;
  readonly answer: Answer;
}

const DOCUMENT = 'openapi.json';
const PROBLEM_TYPE = 'application/problem+json';

let loaded: { readonly document: Json; readonly ajv: Ajv2020 } | undefined;
const compiled = new Map<string, ValidateFunction>();

/**
 * Fails a test when a response is not one that docs/openapi.json describes: its status, media type and body. Objects
 * count as closed, so a field that nobody has described is noticed. What no operation matches has to be a 404 or 405
 * problem.
 *
 * @param path the concrete one, with or without a query
 * @param body text, or what was parsed from it; `undefined` or an empty text when there is none
 * @throws Error that names the operation and every difference
 *
 * @example expectDescribed('GET', '/v1/users/me/profile', response.status, response.headers, await response.text());
 */
export function expectDescribed(
  method: string,
  path: string,
  status: number,
  headers: Headers | Readonly<Record<string, string | undefined>>,
  body: unknown,
): void {
  loaded ??= load();
  const { document, ajv } = loaded;
  const name = `${method} ${path} -> ${status}`;
  const found = find(document, method, path.replace(/\?.*$/, ''), status);
  if (found === undefined) throw new Error(`${name}: docs/openapi.json does not describe this status`);
  const type = mediaType(headers);
  const { content } = found.answer;
  if (content === undefined) {
    if (body !== undefined && body !== '') throw new Error(`${name}: described without a body, but has one`);
    return;
  }
  if (type === undefined || !(type in content)) {
    throw new Error(`${name}: content-type ${type}, described: ${Object.keys(content)}`);
  }
  const value: unknown = typeof body === 'string' && type.endsWith('json') ? JSON.parse(body) : body;
  const check = validatorAt(ajv, `${found.pointer}/content/${encodeSegment(type)}/schema`);
  if (!check(value)) throw new Error(`${name}: ${ajv.errorsText(check.errors, { dataVar: 'body' })}`);
  if (type === PROBLEM_TYPE && (value as Json)['status'] !== status)
    throw new Error(`${name}: problem of other status`);
}

function find(document: Json, method: string, path: string, status: number): Found | undefined {
  const verb = method.toLowerCase();
  const templates = Object.keys(document['paths'] as Json).filter((template) => fits(template, path)); // valid OpenAPI
  const template = templates.toSorted((a, b) => parameters(a) - parameters(b))[0];
  const responses = template === undefined ? undefined : `/paths/${encodeSegment(template)}/${verb}/responses`;
  if (responses === undefined || at(document, responses) === undefined) {
    const refused = status === (template === undefined ? 404 : 405);
    return refused ? { pointer: '/components/responses/Problem404', answer: problemOf(document) } : undefined;
  }
  const pointer = `${responses}/${status}`;
  const answer = at(document, pointer) as (Answer & { readonly $ref?: string }) | undefined; // valid OpenAPI
  if (answer?.$ref === undefined) return answer && { pointer, answer };
  const target = answer.$ref.slice(1);
  return { pointer: target, answer: at(document, target) as Answer }; // the document's references are checked elsewhere
}

const problemOf = (document: Json): Answer => at(document, '/components/responses/Problem404') as Answer; // always there

function load() {
  const text = readFileSync(join(repositoryRoot, 'docs/openapi.json'), 'utf8');
  const document = JSON.parse(text) as Json; // our own file
  const ajv = new Ajv2020({
    strict: false,
    validateSchema: false,
    allErrors: true,
    formats: { ...patterns, ...formats },
  });
  ajv.addSchema(closed(document) as Json, DOCUMENT);
  return { document, ajv };
}

function validatorAt(ajv: Ajv2020, pointer: string): ValidateFunction {
  const check = compiled.get(pointer) ?? ajv.compile({ $ref: `${DOCUMENT}#${encodeURI(pointer)}` });
  compiled.set(pointer, check);
  return check;
}

/** Every object schema with `properties` that does not say otherwise takes no further fields. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, closed(part)]));
  const open = inner['type'] === 'object' && 'properties' in inner && !('additionalProperties' in inner);
  return open ? { ...inner, additionalProperties: false } : inner;
}

/** A fixed segment wins over a parameter, as in the gateway: see `find`. */
const fits = (template: string, path: string): boolean =>
  new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);

const parameters = (template: string): number => template.split('{').length;

const encodeSegment = (segment: string): string => segment.replaceAll('~', '~0').replaceAll('/', '~1');
const decodeSegment = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~');

const at = (document: Json, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map(decodeSegment)
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? (value as Json)[key] : undefined),
      document,
    );

function mediaType(headers: Headers | Readonly<Record<string, string | undefined>>): string | undefined {
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers);
  const value = entries.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return value?.split(';')[0]?.trim().toLowerCase();
}
