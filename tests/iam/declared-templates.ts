import { readFunctions, readStacks, type Stack } from '../../scripts/build/read-stack.ts';
import type { Resource, Template } from '../support/package-stack.ts';
import type { Templates } from './read-roles.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * What the templates say of roles and of what these name, read from the serverless.yml files in some milliseconds, without
 * the statements that the CLI adds. That the packaged templates say the same is a test of theirs.
 */
export const declaredTemplates = (stage: string): Templates =>
  new Map(readStacks({ stage }).map((stack) => [stack.name, declaredTemplate(stack, stage)]));

function declaredTemplate(stack: Stack, stage: string): Template {
  const given = stack.get('resources');
  const parts = (Array.isArray(given) ? given : [given]).map(record);
  const merged = (key: string): Json => Object.assign({}, ...parts.map((part) => record(part[key])));
  const functions = readFunctions(stack).flatMap(({ name }): (readonly [string, Resource])[] => {
    const Statement = stack.get(`functions.${name}.iamRoleStatements`) ?? [];
    return [
      [name, { Type: 'AWS::Lambda::Function', Properties: functionOf(stack, stage, name) }],
      [`${name} role`, { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyDocument: { Statement } }] } }],
    ];
  });
  const template = {
    Resources: { ...merged('Resources'), ...Object.fromEntries(functions) },
    Outputs: merged('Outputs'),
  };
  return withLongNames(template) as Template; // CloudFormation's shape, as far as roles are read from it
}

const functionOf = (stack: Stack, stage: string, name: string): Json => ({
  FunctionName: `${stack.name}-${stage}-${name}`,
  Role: { 'Fn::GetAtt': [`${name} role`, 'Arn'] },
});

const INTRINSICS = new Set(['Sub', 'GetAtt', 'ImportValue', 'Join']);

/** `!GetAtt` is read as `GetAtt`: CloudFormation's JSON says `Fn::GetAtt`. */
function withLongNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withLongNames);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[only = '', argument] = []] = entries;
  if (entries.length === 1 && INTRINSICS.has(only)) return { [`Fn::${only}`]: withLongNames(argument) };
  return Object.fromEntries(entries.map(([key, entry]) => [key, withLongNames(entry)]));
}

const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}; // checked
