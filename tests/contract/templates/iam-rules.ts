import type { AwsCall } from '../../../scripts/local/aws-calls/aws-call.ts';
import { compare, describeCall, describeGrant } from '../../iam/compare.ts';
import { declaredTemplates } from '../../iam/declared-templates.ts';
import { mutateRoles } from '../../iam/mutate-roles.ts';
import { readRoles } from '../../iam/read-roles.ts';
import type { Role } from '../../iam/role.ts';
import { runNode } from '../parts/run-node.ts';
import { STACKS, STAGES, type Stage, template } from './packaged-templates.ts';

/** What the CLI and serverless-iam-roles-per-function write by themselves. */
const BY_THE_CLI = /^(logs:|dynamodb:(GetRecords|GetShardIterator|DescribeStream|ListStreams)$)/;

/** Every permission is used, and every call is permitted: tests/iam. */
export function iamRules(): void {
  describe('least privilege', () => {
    let calls: readonly AwsCall[] = [];
    beforeAll(async () => {
      calls = JSON.parse(await runNode(['tests/iam/print-sample-calls.ts']));
    }, 120_000);

    const rolesIn = (stage: Stage): readonly Role[] => {
      const names = [...STACKS.keys()].map((name) => [`gymcoach-${name.replace(/-service$/, '')}`, name] as const);
      return readRoles(new Map(names.map(([stack, name]) => [stack, template(name, stage)])), stage);
    };

    test.each(STAGES)('X3 lets functions do in %s what they ask of AWS for the sample events', (stage) => {
      expect(compare(rolesIn(stage), calls).missing.map(describeCall)).toEqual([]);
    });

    test.each(STAGES)('X3 grants nothing in %s that they never ask for, but for what has a reason', (stage) => {
      const { unused, idleReasons } = compare(rolesIn(stage), calls);
      expect([unused.map(describeGrant), idleReasons]).toEqual([[], []]);
    });

    test('X3 would notice each grant that is taken away, and each that is added', () => {
      const { removed, added, survivors } = mutateRoles(rolesIn('dev'), calls);
      expect(survivors).toEqual([]);
      expect(Math.min(removed, added)).toBeGreaterThan(50);
    });

    test('is declared as it is packaged, but for what the CLI adds', () => {
      const byName = (roles: readonly Role[]): ReadonlyMap<string, Role> =>
        new Map(roles.map((role) => [role.function, role]));
      const declared = byName(readRoles(declaredTemplates('local'), 'local'));
      const own = rolesIn('dev').map(
        (role): Role => ({
          ...role,
          statements: role.statements.filter(({ actions }) => !actions.some((action) => BY_THE_CLI.test(action))),
        }),
      );
      expect(declared).toEqual(byName(own));
    });

    test.each(STAGES)('D8 names the partitions of every table that a function reads or writes in %s', (stage) => {
      const free = rolesIn(stage).flatMap((role) =>
        role.statements.filter(
          ({ actions, leadingKeys }) =>
            actions.some((action) => action.startsWith('dynamodb:') && !BY_THE_CLI.test(action)) &&
            leadingKeys?.refusesNone !== true,
        ),
      );
      expect(free).toEqual([]);
    });

    test.each(STAGES)('lets no function make the log group that its stack makes in %s', (stage) => {
      const grants = rolesIn(stage).flatMap(({ statements }) => statements.flatMap(({ actions }) => actions));
      expect(grants).toContain('logs:PutLogEvents');
      expect(grants).not.toContain('logs:CreateLogGroup');
    });
  });
}
