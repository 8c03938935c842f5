import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../scripts/build/repository-root.ts';
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

/** What the command writes, as far as it is asked here. */
interface Proof {
  readonly functions: readonly { readonly name: string; readonly grants: number }[];
  readonly calls: { readonly ofTests?: { readonly run?: string } };
}

const byName = (one: { readonly name: string }, other: { readonly name: string }): number =>
  one.name < other.name ? -1 : 1;

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

    test('X3 was proved by npm run prove:iam with a whole run of tests, for the functions and grants that prod has now', () => {
      const proof = JSON.parse(readFileSync(join(repositoryRoot, 'tests/iam/results/iam.json'), 'utf8')) as Proof; // by the command
      const { grants } = compare(rolesIn('prod'), []);
      const granted = Map.groupBy(grants, (grant) => grant.function);
      const now = [...granted].map(([name, of]) => ({ name, grants: of.length })).toSorted(byName);
      expect(proof.functions.map(({ name, grants: of }) => ({ name, grants: of })).toSorted(byName)).toEqual(now);
      expect(proof).toMatchObject({ grants: grants.length, unused: [], missing: [], mutation: { survivors: [] } });
      expect(proof.calls.ofTests).toMatchObject({ run: 'whole' });
    });

    test('is declared as it is packaged, but for what the CLI adds', () => {
      const roleByName = (roles: readonly Role[]): ReadonlyMap<string, Role> =>
        new Map(roles.map((role) => [role.function, role]));
      const declared = roleByName(readRoles(declaredTemplates('local'), 'local'));
      const own = rolesIn('dev').map(
        (role): Role => ({
          ...role,
          statements: role.statements.filter(({ actions }) => !actions.some((action) => BY_THE_CLI.test(action))),
        }),
      );
      expect(declared).toEqual(roleByName(own));
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
