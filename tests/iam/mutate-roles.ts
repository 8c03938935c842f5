import type { AwsCall } from '../../scripts/local/aws-calls/aws-call.ts';
import { compare, describeGrant, type Grant, grantsOf } from './compare.ts';
import type { Role, Statement } from './role.ts';

export interface Mutations {
  readonly removed: number;
  readonly removedKilled: number;
  readonly added: number;
  readonly addedKilled: number;
  /** What nobody noticed. */
  readonly survivors: readonly string[];
}

/** What no function does: it has to be noticed wherever it is granted. */
const FOREIGN = {
  action: 'dynamodb:Scan',
  resource: 'arn:aws:dynamodb:eu-west-1:000000000000:table/gymcoach-local-other',
  leadingKey: 'ZZ#*',
} as const;

/**
 * Whether the comparison would notice: each grant that calls have used is taken away in turn, and some call has to be
 * missing its permission; then each statement is given one action, one resource or one key more, and each role one more
 * statement, and something has to be unused.
 */
export function mutateRoles(roles: readonly Role[], calls: readonly AwsCall[]): Mutations {
  const survivors: string[] = [];
  const { notExercised } = compare(roles, calls);
  const excused = new Set(notExercised.map(describeGrant));
  let removed = 0;
  let added = 0;
  for (const role of roles) {
    const own = calls.filter(({ accessKeyId }) => accessKeyId === role.accessKeyId);
    const withStatements = (statements: readonly Statement[]): Role => ({ ...role, statements });
    for (const [index, statement] of role.statements.entries()) {
      const grants = grantsOf(role, statement);
      for (const grant of grants.filter((one) => !excused.has(describeGrant(one)))) {
        removed += 1;
        const others = grants.filter((one) => one !== grant).map((one) => statementOf(one, statement));
        const mutant = withStatements(role.statements.toSpliced(index, 1, ...others));
        if (compare([mutant], own).missing.length === 0) survivors.push(`without ${describeGrant(grant)}`);
      }
      for (const wider of widened(statement)) {
        added += 1;
        const before = compare([role], own).unused.length;
        if (compare([withStatements(role.statements.with(index, wider))], own).unused.length === before) {
          survivors.push(`${role.function} with ${JSON.stringify(wider)}`);
        }
      }
    }
    added += 1;
    const one = { actions: [FOREIGN.action], resources: [FOREIGN.resource] };
    if (compare([withStatements([...role.statements, one])], own).unused.length === 0) {
      survivors.push(`${role.function} with a statement more`);
    }
  }
  const lost = (kind: RegExp): number => survivors.filter((survivor) => kind.test(survivor)).length;
  return {
    removed,
    removedKilled: removed - lost(/^without/),
    added,
    addedKilled: added - lost(/^(?!without)/),
    survivors,
  };
}

/** Of a grant alone, under the operator of the statement that it comes from. */
function statementOf({ action, resource, leadingKey }: Grant, { leadingKeys }: Statement): Statement {
  const keys = leadingKeys === undefined ? {} : { leadingKeys: { ...leadingKeys, patterns: [leadingKey ?? ''] } };
  return { actions: [action], resources: [resource], ...keys };
}

const widened = (statement: Statement): readonly Statement[] => [
  { ...statement, actions: [...statement.actions, FOREIGN.action] },
  { ...statement, resources: [...statement.resources, FOREIGN.resource] },
  ...(statement.leadingKeys === undefined
    ? []
    : [
        {
          ...statement,
          leadingKeys: { ...statement.leadingKeys, patterns: [...statement.leadingKeys.patterns, FOREIGN.leadingKey] },
        },
      ]),
];
