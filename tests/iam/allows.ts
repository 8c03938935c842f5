import type { AwsCall } from '../../scripts/local/aws-calls/aws-call.ts';
import type { LeadingKeys, Statement } from './role.ts';

/**
 * IAM's evaluation of a statement that allows (IAM user guide, "Policy evaluation logic"): action, resource and condition
 * have to match. Actions know no upper case; `*` is any text and `?` one character, in resources and in `StringLike`.
 */
export const allows = ({ actions, resources, leadingKeys }: Statement, call: AwsCall): boolean =>
  actions.some((action) => matchesAction(action, call.action)) &&
  resources.some((resource) => matches(resource, call.resource)) &&
  (leadingKeys === undefined || holds(leadingKeys, call.leadingKeys ?? []));

/** "ForAllValues ... returns true if there are no keys in the request" (IAM user guide, multivalued context keys). */
const holds = (condition: LeadingKeys, keys: readonly string[]): boolean =>
  (keys.length > 0 || !condition.refusesNone) &&
  keys.every((key) => condition.patterns.some((pattern) => matchesKey(condition.operator, pattern, key)));

export const matchesAction = (pattern: string, action: string): boolean =>
  matches(pattern.toLowerCase(), action.toLowerCase());

export const matchesKey = (operator: LeadingKeys['operator'], pattern: string, key: string): boolean =>
  operator === 'StringEquals' ? pattern === key : matches(pattern, key);

export function matches(pattern: string, text: string): boolean {
  const expression = pattern.replaceAll(/[.+^$()|[\]{}\\*?]/g, (sign) => {
    if (sign === '*') return '.*';
    return sign === '?' ? '.' : `\\${sign}`;
  });
  return new RegExp(`^${expression}$`, 's').test(text);
}
