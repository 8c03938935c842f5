import type { AwsCall } from '../../scripts/local/aws-calls/aws-call.ts';
import { allows, matches, matchesAction, matchesKey } from './allows.ts';
import { NOT_EXERCISED, type NotExercised } from './not-exercised.ts';
import type { Role, Statement } from './role.ts';

/** The smallest thing that can be taken away from a role. */
export interface Grant {
  readonly function: string;
  readonly action: string;
  readonly resource: string;
  readonly leadingKey?: string;
}

export interface Comparison {
  readonly grants: readonly Grant[];
  /** Granted, and not used by any call. */
  readonly unused: readonly Grant[];
  /** Calls that the role of their function does not allow, or whose signer is no function. */
  readonly missing: readonly AwsCall[];
  /** Granted, and of those that cannot be used here. */
  readonly notExercised: readonly Grant[];
  /** Reasons that no grant needs, or that a call has proved wrong. */
  readonly idleReasons: readonly NotExercised[];
}

/** What functions did against what their roles allow. */
export function compare(
  roles: readonly Role[],
  calls: readonly AwsCall[],
  reasons: readonly NotExercised[] = NOT_EXERCISED,
): Comparison {
  const bySigner = Map.groupBy(calls, ({ accessKeyId }) => accessKeyId);
  const known = new Set(roles.map(({ accessKeyId }) => accessKeyId));
  const granted = roles.flatMap((role) =>
    role.statements.flatMap((statement) =>
      grantsOf(role, statement).map((grant) => ({
        grant,
        used: (bySigner.get(role.accessKeyId) ?? []).some(
          (call) => allows(statement, call) && uses(grant, statement, call),
        ),
        excused: reasons.some((reason) => covers(reason, grant)),
      })),
    ),
  );
  return {
    grants: granted.map(({ grant }) => grant),
    unused: granted.filter(({ used, excused }) => !used && !excused).map(({ grant }) => grant),
    missing: [
      ...calls.filter(({ accessKeyId }) => !known.has(accessKeyId)),
      ...roles.flatMap(({ accessKeyId, statements }) =>
        (bySigner.get(accessKeyId) ?? []).filter((call) => !statements.some((statement) => allows(statement, call))),
      ),
    ],
    notExercised: granted.filter(({ excused }) => excused).map(({ grant }) => grant),
    idleReasons: reasons.filter((reason) => {
      const covered = granted.filter(({ grant }) => covers(reason, grant));
      return covered.length === 0 || covered.some(({ used }) => used);
    }),
  };
}

/** Every combination of what a statement names. */
export const grantsOf = (
  role: Pick<Role, 'function'>,
  { actions, resources, leadingKeys }: Statement,
): readonly Grant[] =>
  actions.flatMap((action) =>
    resources.flatMap((resource): readonly Grant[] => {
      const grant = { function: role.function, action, resource };
      return leadingKeys === undefined ? [grant] : leadingKeys.patterns.map((leadingKey) => ({ ...grant, leadingKey }));
    }),
  );

const covers = ({ action, resource }: NotExercised, grant: Grant): boolean =>
  matchesAction(action, grant.action) && resource.test(grant.resource);

const uses = (grant: Grant, { leadingKeys }: Statement, call: AwsCall): boolean =>
  matchesAction(grant.action, call.action) &&
  matches(grant.resource, call.resource) &&
  (leadingKeys === undefined ||
    (call.leadingKeys ?? []).some((key) => matchesKey(leadingKeys.operator, grant.leadingKey ?? '', key)));

export const describeGrant = ({ function: of, action, resource, leadingKey }: Grant): string =>
  `${of}: ${action} on ${resource}${leadingKey === undefined ? '' : ` keys ${leadingKey}`}`;

export const describeCall = ({ accessKeyId, action, resource, leadingKeys = [] }: AwsCall): string =>
  `${accessKeyId}: ${action} on ${resource}${leadingKeys.length === 0 ? '' : ` keys ${leadingKeys.join(' ')}`}`;
