import { checkFields } from '@gymcoach/core/auth';
import { type Issue, invalidInput } from '@gymcoach/core/errors';
import type { MiddlewareObj } from '@middy/core';
import type { Route } from '../contract/route.ts';
import type { Failure, Validator } from '../contract/validator.ts';
import type { CallContext, HttpEvent, HttpResult } from './call.ts';
import { pointerPart } from './pointer-part.ts';

/**
 * Checks path, query and body against the route's compiled schemas; 400 with every refused place. Fields that
 * only the system sets are refused by the authorization rule before the schema sees them.
 */
export const validate = (route: Route): MiddlewareObj<HttpEvent, HttpResult, Error, CallContext> => ({
  before: ({ event, context }) => {
    const { caller, userId } = context.access ?? {};
    const params = { ...event.pathParameters, ...(userId === undefined ? {} : { userId }) };
    const { query, issues: repeated } = parseQuery(event.rawQueryString);
    const body: unknown = event.body; // by now what the JSON parser made of it
    if (caller !== undefined && route.permission !== undefined && isObject(body)) {
      checkFields(caller, route.permission, Object.keys(body));
    }
    const found = [
      ...repeated,
      ...(route.params === undefined ? [] : checkTexts('params', route.params, params)),
      ...(route.query === undefined ? unknownFields(query) : checkTexts('query', route.query, query)),
      ...(route.body === undefined ? [] : check('body', route.body, body)),
    ];
    if (found.length > 0) return refuse(found);
    context.input = { params, query, body: route.body === undefined ? undefined : body };
    return undefined;
  },
});

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** What a validator has found in one place of the request, as it tells it. */
interface Failed {
  readonly place: Issue['in'];
  readonly failures: readonly Failure[];
}

/** Always throws; the words for it are loaded by the first request that is refused. */
async function refuse(found: readonly (Issue | Failed)[]): Promise<never> {
  const { validationIssues } = await import('./validation-issues.ts');
  throw invalidInput(found.flatMap((one) => ('failures' in one ? validationIssues(one.place, one.failures) : [one])));
}

function check(place: Issue['in'], validator: Validator<unknown>, value: unknown): readonly Failed[] {
  return validator(value) ? [] : [{ place, failures: validator.errors ?? [] }];
}

/** In a URL everything is text, and the validator makes numbers of `0x10`, `1e1` and ` 10`, too. One spelling is enough. */
function checkTexts(
  place: 'params' | 'query',
  validator: Validator<unknown>,
  values: Record<string, unknown>,
): readonly (Issue | Failed)[] {
  const sent = Object.entries(values);
  const failed = check(place, validator, values);
  const respelled = sent.filter(([name, text]) =>
    [values[name]].flat().some((value) => typeof value === 'number' && String(value) !== text),
  );
  return [
    ...failed,
    ...respelled.map(([name]) => issue(place, name, 'validation.format', 'must be written in plain digits')),
  ];
}

/** A null prototype, so that no name of a parameter means anything; a repeated parameter is refused, not guessed. */
function parseQuery(raw: string): { query: Record<string, string>; issues: readonly Issue[] } {
  const query: Record<string, string> = Object.create(null);
  const issues: Issue[] = [];
  for (const [name, value] of new URLSearchParams(raw)) {
    if (name in query) issues.push(issue('query', name, 'validation.duplicate', 'may be given once'));
    query[name] = value.normalize('NFC');
  }
  return { query, issues };
}

const unknownFields = (query: Readonly<Record<string, string>>): readonly Issue[] =>
  Object.keys(query).map((name) => issue('query', name, 'validation.unknown-field', 'is not a known field'));

const issue = (place: 'params' | 'query', name: string, code: string, message: string): Issue => ({
  in: place,
  pointer: `/${pointerPart(name)}`,
  code,
  message,
});
