import { checkFields } from '@gymcoach/core/auth';
import { type Issue, invalidInput } from '@gymcoach/core/errors';
import type { MiddlewareObj } from '@middy/core';
import type { Route } from '../contract/route.ts';
import type { Validator } from '../contract/validator.ts';
import type { CallContext, HttpEvent, HttpResult } from './call.ts';
import { pointerPart, validationIssues } from './validation-issues.ts';

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
    const issues = [
      ...repeated,
      ...(route.params === undefined ? [] : check('params', route.params, params)),
      ...(route.query === undefined ? unknownFields(query) : check('query', route.query, query)),
      ...(route.body === undefined ? [] : check('body', route.body, body)),
    ];
    if (issues.length > 0) throw invalidInput(issues);
    context.input = { params, query, body: route.body === undefined ? undefined : body };
  },
});

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function check(place: Issue['in'], validator: Validator<unknown>, value: unknown): readonly Issue[] {
  return validator(value) ? [] : validationIssues(place, validator.errors ?? []);
}

/** A null prototype, so that no name of a parameter means anything; a repeated parameter is refused, not guessed. */
function parseQuery(raw: string): { query: Record<string, string>; issues: readonly Issue[] } {
  const query: Record<string, string> = Object.create(null);
  const issues: Issue[] = [];
  for (const [name, value] of new URLSearchParams(raw)) {
    if (name in query) issues.push(issue(name, 'validation.duplicate', 'may be given once'));
    query[name] = value;
  }
  return { query, issues };
}

const unknownFields = (query: Readonly<Record<string, string>>): readonly Issue[] =>
  Object.keys(query).map((name) => issue(name, 'validation.unknown-field', 'is not a known field'));

const issue = (name: string, code: string, message: string): Issue => ({
  in: 'query',
  pointer: `/${pointerPart(name)}`,
  code,
  message,
});
