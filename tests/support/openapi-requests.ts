import fc from 'fast-check';
import { brokenDraft } from './openapi/broken-requests.ts';
import { documentedOperations, type Operation, type Parameter } from './openapi/operations.ts';
import type { RequestDraft } from './openapi/request-draft.ts';
import { createRequestMemory, type RequestMemory } from './openapi/request-memory.ts';
import { validValues } from './openapi/valid-values.ts';
import { pick, seededRandom } from './seeded-random.ts';

/** Somebody with a token; `id` is in paths. */
export interface RequestUser {
  readonly name: string;
  readonly id: string;
}

export interface RequestSourceOptions {
  readonly seed: number;
  /** Those who call; the last is an admin. */
  readonly callers: readonly RequestUser[];
  /** Whom admins change: somebody who does not call, or the others would soon be suspended. */
  readonly subject: RequestUser;
  /** @default a half */
  readonly faultyShare?: number;
}

export interface GeneratedRequest {
  readonly operation: Operation;
  readonly caller: RequestUser;
  readonly draft: RequestDraft;
  /** What is wrong with it; undefined when it is valid by its schemas. */
  readonly fault: string | undefined;
}

export interface RequestSource {
  next(): GeneratedRequest;
  readonly memory: RequestMemory;
}

const PREFIXES: Readonly<Record<string, string>> = {
  injuryId: 'inj',
  invitationId: 'inv',
  relationshipId: 'rel',
  uploadId: 'upl',
};

/**
 * Requests over the whole of docs/openapi.json, the same for the same seed and answers: valid by every schema, with ids,
 * versions and cursors that earlier answers told where there are any, or with exactly one fault.
 */
export function createRequestSource({
  seed,
  callers,
  subject,
  faultyShare = 0.5,
}: RequestSourceOptions): RequestSource {
  const random = seededRandom(seed);
  const memory = createRequestMemory(random);
  const operations = documentedOperations();
  const arbitraries = new Map<unknown, fc.Arbitrary<unknown>>();
  const sample = (schema: Parameter['schema'], name: string): unknown => {
    const arbitrary = arbitraries.get(schema) ?? validValues(schema, name);
    arbitraries.set(schema, arbitrary);
    const [value] = fc.sample(arbitrary, { numRuns: 1, seed: Math.floor(random() * 2 ** 31) });
    return value;
  };

  function userIn({ method, path }: Operation, caller: RequestUser): string {
    if (path.startsWith('/v1/admin/') && method !== 'GET') return random() < 0.9 ? subject.id : fresh();
    const roll = random();
    if (roll < 0.75) return roll < 0.6 ? 'me' : caller.id;
    return roll < 0.9 ? pick(random, [...callers, subject]).id : fresh();
  }
  const fresh = (): string => String(sample(FRESH_ID, 'userId'));

  function paramOf(operation: Operation, caller: RequestUser, { name, schema }: Parameter): string {
    if (name === 'userId') return userIn(operation, caller);
    const known = name === 'role' ? memory.roleName() : memory.idOf(caller.name, PREFIXES[name] ?? '');
    return known !== undefined && random() < 0.9 ? known : encodeURIComponent(String(sample(schema, name)));
  }

  function draftOf(operation: Operation, caller: RequestUser): RequestDraft {
    const { method, path, parameters, body } = operation;
    const placed = (place: Parameter['in']): readonly Parameter[] => parameters.filter((one) => one.in === place);
    const params = Object.fromEntries(placed('path').map((one) => [one.name, paramOf(operation, caller, one)]));
    const concrete = path.replace(/\{(\w+)\}/g, (_all, name: string) => params[name] ?? '');
    const query = placed('query').flatMap(({ name, required, schema }): readonly (readonly [string, string])[] => {
      if (!required && random() < 0.6) return [];
      if (name !== 'cursor') return [[name, String(sample(schema, name))]];
      const cursor = memory.cursorOf(caller.name, concrete);
      return cursor === undefined ? [] : [[name, cursor]];
    });
    const headers = placed('header').flatMap(({ name, required }): readonly (readonly [string, string])[] => {
      if (name === 'Idempotency-Key') return [['idempotency-key', idempotencyKey(random)]];
      const etag = memory.etagOf(caller.name, concrete);
      if (name === 'If-Match') return [['if-match', etag !== undefined && random() < 0.85 ? etag : '"made-up.1"']];
      return required || (etag !== undefined && random() < 0.3) ? [[name.toLowerCase(), etag ?? '"made-up.1"']] : [];
    });
    const json =
      body === undefined ? undefined : withToken(sample(body.schema, ''), memory.tokenOf(params['invitationId'] ?? ''));
    const type = body === undefined ? {} : { 'content-type': pick(random, body.mediaTypes) };
    return {
      method,
      path,
      params,
      query,
      headers: { ...Object.fromEntries(headers), ...type, 'accept-encoding': pick(random, CODINGS) },
      ...(json === undefined ? {} : { json }),
    };
  }

  /** At random, but none a second time before all had their turn. */
  const turn: Operation[] = [];
  function nextOperation(): Operation {
    if (turn.length === 0) turn.push(...operations);
    const [operation] = turn.splice(Math.floor(random() * turn.length), 1);
    return operation ?? pick(random, operations);
  }

  return {
    memory,
    next() {
      const operation = nextOperation();
      const admin = callers.at(-1) ?? subject;
      const isForAdmins = operation.path.startsWith('/v1/admin/') && random() < 0.85;
      const caller = isForAdmins ? admin : pick(random, callers);
      const draft = draftOf(operation, caller);
      if (random() >= faultyShare) return { operation, caller, draft, fault: undefined };
      const taken = operations.filter(({ path }) => fits(path, operation.path)).map(({ method }) => method);
      return { operation, caller, ...brokenDraft(operation, taken, draft, random) };
    },
  };
}

const CODINGS = ['identity', 'gzip', 'br', 'gzip;q=0.1, br', '*;q=0'] as const;
const FRESH_ID = { type: 'string', format: 'uuid' } as const;

/** A new intent each time: what a repeat is answered has tests of its own. */
const idempotencyKey = (random: () => number): string =>
  Array.from({ length: 16 + Math.floor(random() * 112) }, () =>
    String.fromCharCode(33 + Math.floor(random() * 94)),
  ).join('');

/** The token of the invitation in the path, where it is known. */
const withToken = (json: unknown, token: string | undefined): unknown =>
  token !== undefined && typeof json === 'object' && json !== null && 'token' in json ? { ...json, token } : json;

/** Whether a concrete path of one template may be one of the other, too. */
const fits = (template: string, other: string): boolean => {
  const [left, right] = [template.split('/'), other.split('/')];
  return (
    left.length === right.length &&
    left.every((part, index) => part.startsWith('{') || right[index]?.startsWith('{') || part === right[index])
  );
};
