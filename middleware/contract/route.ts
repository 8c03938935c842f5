import type { Permission } from '@gymcoach/core/auth';
import type { Static, TSchema } from 'typebox';
import { compileOne, definition, type Validator } from './validator.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type Returns = Readonly<Record<number, TSchema | null>>;
/** Metric names by the status that they count. */
export type Counts = Readonly<Record<number, string>>;
type ParamNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never;
type ParamsFor<Path extends string> = [ParamNames<Path>] extends [never]
  ? unknown
  : { readonly params: TSchema & { readonly properties: Readonly<Record<ParamNames<Path>, TSchema>> } };

/**
 * A permission, and whose the resource is: of the person that `{userId}` in the path names, or else the system's or the
 * caller's own, in words. Or no permission, spelled out. One of these must be there.
 */
type AccessFor<Path extends string> = Path extends `${string}/{userId}` | `${string}/{userId}/${string}`
  ? { readonly permission: Permission; readonly resource?: never; readonly access?: never; readonly cache?: 'never' }
  :
      | (Shared & { readonly permission: Permission; readonly resource: 'system' | 'caller'; readonly access?: never })
      | (Shared & { readonly access: 'authenticated'; readonly permission?: never; readonly resource?: never })
      | {
          readonly access: 'public';
          readonly permission?: never;
          readonly resource?: never;
          /** Nobody is known whose requests could be counted. */
          readonly limit?: never;
          readonly cache?: 'public' | 'never';
        };
/** Shared caches are for what anybody may read, a longer life for what is nobody's own. */
interface Shared {
  readonly cache?: 'catalogue' | 'never';
}
/** Only what is read can be kept, and only what changes something is counted: what counts is loaded with the changes. */
type MethodFor<D extends Definition> = D['method'] extends 'GET'
  ? { readonly counts?: never }
  : { readonly cache?: never } & (D extends { readonly counts: infer C } ? CountsFor<C, D['returns']> : unknown);
/** A status that the route does not answer never counts. */
type CountsFor<C, R> = { readonly counts: { readonly [Status in keyof C]: Status extends keyof R ? string : never } };

/** What a route promises. `returns` maps each success status to its body's schema, `null` where there is no body. */
export interface Definition {
  readonly method: Method;
  readonly path: `/${string}`;
  /** One line for the reference. */
  readonly summary: string;
  readonly description?: string;
  readonly permission?: Permission;
  /** No person is in the path, and what the permission is about is nobody's own (`system`) or the caller's. */
  readonly resource?: 'system' | 'caller';
  readonly access?: 'public' | 'authenticated';
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  /** `if-match`: 428 without the header; the handler compares the versions it names. */
  readonly precondition?: 'if-match';
  /** `required`: 400 without a well-formed `Idempotency-Key`. */
  readonly idempotencyKey?: 'required';
  /** Answers carry the resource's version as `ETag`; a GET may be answered with 304. */
  readonly versioned?: true;
  /** A list: `limit` and a sealed `cursor` in the query, `{ items, page }` in the answer. */
  readonly paged?: true;
  /** Priced as `sensitive` in the rate limits, each request counted. @default `read` for a GET, `write` for the others */
  readonly limit?: 'sensitive';
  /**
   * How long an answer may be kept. `catalogue`: an hour, by the caller's own client; `public`: 5 minutes, by
   * anybody, only where anybody may read; `never`: not at all. @default a read is asked for anew each time
   */
  readonly cache?: 'catalogue' | 'public' | 'never';
  /**
   * What the business counts: by the status that counts, the name of a metric of the service. A repeat that is given the stored
   * answer is not counted. Each name is paid for by the month, so no name may depend on a person.
   *
   * @example counts: { 201: 'profilesCreated' }
   */
  readonly counts?: Counts;
  /** What it may also refuse, beyond what the other fields tell: for the reference only. */
  readonly refusals?: readonly (404 | 409 | 410)[];
  /** Media types of the answer. @default application/json */
  readonly produces?: readonly string[];
  readonly returns: Returns;
}

/** What a handler answers: one of the promised statuses with its body. `version` becomes the `ETag`. */
export type ReplyOf<R extends Returns> = {
  [Status in keyof R & number]: {
    readonly status: Status;
    readonly version?: EntityVersion;
    /** What may be kept is said by the route, once: see `cache`. */
    readonly headers?: Readonly<Record<string, string>> & { readonly 'cache-control'?: never };
  } & (R[Status] extends TSchema ? { readonly body: Static<R[Status]> } : { readonly body?: undefined });
}[keyof R & number];

/** Identity of a representation: `"<id>.<number>"`, or `"<id>.<number>-<view>"` for a partial view. */
export interface EntityVersion {
  readonly id: string;
  readonly number: number;
  readonly view?: string;
}

/** A reply whose schema is not known to the type checker any more. */
export interface AnyReply {
  readonly status: number;
  readonly version?: EntityVersion;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What the chain does for a route, and so what its handler is given beyond the input. */
export type Duty = 'signed-in' | 'if-match' | 'once' | 'paged';

/** A route as the chain and handlers see it: no schema in it. A bundle holds exactly these fields. */
export interface Route<P = unknown, Q = unknown, B = unknown, R extends AnyReply = AnyReply, D extends Duty = Duty> {
  readonly method: Method;
  readonly path: `/${string}`;
  readonly permission?: Permission;
  readonly resource?: 'system' | 'caller';
  readonly access?: 'public' | 'authenticated';
  readonly precondition?: 'if-match';
  readonly idempotencyKey?: 'required';
  readonly paged?: true;
  readonly limit?: 'sensitive';
  readonly cache?: 'catalogue' | 'public' | 'never';
  readonly counts?: Counts;
  readonly params?: Validator<P>;
  readonly query?: Validator<Q>;
  readonly body?: Validator<B>;
  /** Types only; never set. */
  readonly '~types'?: { readonly reply: R; readonly duty: D };
}

type DutyOf<D> =
  | (D extends { readonly access: 'public' } ? never : 'signed-in')
  | (D extends { readonly precondition: string } ? 'if-match' : never)
  | (D extends { readonly idempotencyKey: string } ? 'once' : never)
  | (D extends { readonly paged: true } ? 'paged' : never);

type Of<S> = S extends TSchema ? Static<S> : undefined;
type Field<D, Name extends 'params' | 'query' | 'body'> = D extends { readonly [N in Name]: infer S }
  ? Of<S>
  : undefined;

/** The fields of a definition that a bundle keeps as they are. */
export const KEPT = [
  'method',
  'path',
  'permission',
  'resource',
  'access',
  'precondition',
  'idempotencyKey',
  'paged',
  'limit',
  'cache',
  'counts',
] as const;
export const PARTS = ['params', 'query', 'body'] as const;

/**
 * Declares a route: its access, shapes and duties. A personal route (with `{userId}`) without `permission`, and any
 * other without `access` or a permission on what is the system's, does not compile.
 *
 * @example
 * export const getProfile = route({
 *   method: 'GET', path: '/v1/users/{userId}/profile', summary: 'Read a profile',
 *   permission: 'profile:read', params: UserPath, returns: { 200: Profile },
 * });
 */
export function route<const D extends Definition>(
  definitionOf: D & ParamsFor<D['path']> & AccessFor<D['path']> & MethodFor<D>,
): Route<Field<D, 'params'>, Field<D, 'query'>, Field<D, 'body'>, ReplyOf<D['returns']>, DutyOf<D>> {
  const source: Definition = definitionOf;
  const kept = Object.fromEntries(KEPT.flatMap((key) => (source[key] === undefined ? [] : [[key, source[key]]])));
  const self = { ...kept, method: source.method, path: source.path, [definition]: source };
  for (const part of PARTS) {
    const schema = source[part];
    if (schema !== undefined) lazy(self, part, () => compileOne(part, schema));
  }
  return self;
}

/** The validator is compiled when first asked for, so that reading routes costs no compilation. */
function lazy(target: object, key: string, make: () => unknown): void {
  Object.defineProperty(target, key, {
    enumerable: true,
    configurable: true,
    get: () => {
      const value = make();
      Object.defineProperty(target, key, { value, enumerable: true });
      return value;
    },
  });
}
