import { accessKeyOf } from '../../scripts/local/local-names.ts';
import type { Resource, Template } from '../support/package-stack.ts';
import { resolveIntrinsic, type Scope } from './resolve-intrinsic.ts';
import type { LeadingKeys, Role, Statement } from './role.ts';

/** The templates of one stage, by the name of the stack: `gymcoach-access`. */
export type Templates = ReadonlyMap<string, Template>;

export const PLATFORM = 'gymcoach-platform';
const KEYS = 'dynamodb:LeadingKeys';

/** The role of every function of these templates. Throws for what a role should not have, and for what is not understood. */
export function readRoles(templates: Templates, stage: string): readonly Role[] {
  const platform = templates.get(PLATFORM);
  if (platform === undefined) throw new Error('the platform is not among the templates');
  return [...templates].flatMap(([stack, template]) =>
    Object.values(template.Resources)
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .map(({ Properties }) => {
        const name = String(Properties['FunctionName']).replace(`${stack}-${stage}-`, '');
        const [id = ''] = (Properties['Role'] as { readonly 'Fn::GetAtt': readonly string[] })['Fn::GetAtt']; // a test of the templates says so
        const role = template.Resources[id];
        if (role === undefined) throw new Error(`${stack} ${name} has no role`);
        return {
          function: `${stack} ${name}`,
          accessKeyId: accessKeyOf(`${stack}-local-${name}`),
          statements: statementsOf(role, { stage, template, platform }),
        };
      }),
  );
}

interface PackagedStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function statementsOf(role: Resource, scope: Scope): readonly Statement[] {
  const { Policies = [], ManagedPolicyArns = [] } = role.Properties as {
    readonly Policies?: readonly { readonly PolicyDocument: { readonly Statement: readonly PackagedStatement[] } }[];
    readonly ManagedPolicyArns?: readonly unknown[];
  }; // CloudFormation's shape
  if (ManagedPolicyArns.length > 0) throw new Error(`a managed policy: ${JSON.stringify(ManagedPolicyArns)}`);
  return Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement).map((statement) => read(statement, scope));
}

function read({ Effect, Action, Resource, Condition, ...others }: PackagedStatement, scope: Scope): Statement {
  if (Effect !== 'Allow' || !Object.keys(others).every((key) => key === 'Sid')) {
    throw new Error(`only statements that allow are understood: ${JSON.stringify({ Effect, ...others })}`);
  }
  const resources = (Array.isArray(Resource) ? Resource : [Resource]).map((one) => resolveIntrinsic(one, scope));
  const leadingKeys = Condition === undefined ? undefined : readCondition(Condition);
  return { actions: [Action].flat(), resources, ...(leadingKeys === undefined ? {} : { leadingKeys }) };
}

function readCondition({ Null, ...rest }: NonNullable<PackagedStatement['Condition']>): LeadingKeys {
  const [[operator, keys] = ['', {}], ...others] = Object.entries(rest);
  const name = /^ForAllValues:(StringLike|StringEquals)$/.exec(operator)?.[1];
  const foreign = [...Object.keys(keys), ...Object.keys(Null ?? {})].filter((key) => key !== KEYS);
  if ((name !== 'StringLike' && name !== 'StringEquals') || others.length > 0 || foreign.length > 0) {
    throw new Error(`a condition that is not understood: ${JSON.stringify({ Null, ...rest })}`);
  }
  return { operator: name, patterns: [keys[KEYS]].flat().map(String), refusesNone: String(Null?.[KEYS]) === 'false' };
}
