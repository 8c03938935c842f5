import { localNames } from '../../scripts/local/local-names.ts';
import type { Resource, Template } from '../support/package-stack.ts';

export interface Scope {
  readonly stage: string;
  /** The template that the value stands in. */
  readonly template: Template;
  /** The one whose outputs are imported. */
  readonly platform: Template;
}

type Args = readonly [unknown, ...unknown[]];

const { region, accountId } = localNames;
const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::AccountId': accountId,
};

/**
 * A value of a template as CloudFormation would make it of the local stage: names of the stage become those of `npm start`.
 * Throws for an intrinsic or a resource that it does not know, rather than guess.
 */
export function resolveIntrinsic(value: unknown, scope: Scope): string {
  if (typeof value === 'string') return value;
  const [[name, argument] = ['', undefined], ...others] = Object.entries((value ?? {}) as object);
  if (others.length > 0) throw new Error(`not an intrinsic: ${JSON.stringify(value)}`);
  switch (name) {
    case 'Ref':
      return PSEUDO[String(argument)] ?? refTo(String(argument), scope);
    case 'Fn::ImportValue':
      return imported(resolveIntrinsic(argument, scope), scope);
    case 'Fn::GetAtt': {
      const [id = '', attribute = ''] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
      return attributeOf(id, attribute, scope);
    }
    case 'Fn::Join': {
      const [separator, parts] = argument as [string, Args]; // CloudFormation's own shape
      return parts.map((part) => resolveIntrinsic(part, scope)).join(separator);
    }
    case 'Fn::Sub':
      return substitute(argument, scope);
    default:
      throw new Error(`unknown intrinsic: ${JSON.stringify(value)}`);
  }
}

function substitute(argument: unknown, scope: Scope): string {
  const [text, values] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, Record<string, unknown>]; // as above
  // Names in which the stage stands are those of `npm start`, as all others.
  const local = text.replaceAll(new RegExp(`([-/])${scope.stage}(?=[-/])`, 'g'), '$1local');
  return local.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
    if (values[name] !== undefined) return resolveIntrinsic(values[name], scope);
    return resolveIntrinsic(name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name }, scope);
  });
}

function imported(name: string, { stage, platform }: Scope): string {
  const output = Object.values(platform.Outputs).find(({ Export }) => Export?.Name === name);
  if (output === undefined) throw new Error(`the platform does not export ${name}`);
  return resolveIntrinsic(output.Value, { stage, template: platform, platform });
}

function attributeOf(id: string, attribute: string, scope: Scope): string {
  const { Type, Properties } = resourceOf(id, scope);
  const named = (property: string): string => localName(resolveIntrinsic(Properties[property], scope), scope);
  switch (`${Type} ${attribute}`) {
    case 'AWS::DynamoDB::Table Arn':
      return `arn:aws:dynamodb:${region}:${accountId}:table/${named('TableName')}`;
    case 'AWS::DynamoDB::Table StreamArn':
      return `arn:aws:dynamodb:${region}:${accountId}:table/${named('TableName')}/stream/LATEST`;
    case 'AWS::SQS::Queue Arn':
      return `arn:aws:sqs:${region}:${accountId}:${named('QueueName')}`;
    case 'AWS::S3::Bucket Arn':
      return `arn:aws:s3:::${localNames.mediaBucket}`;
    case 'AWS::KMS::Key Arn':
      return `arn:aws:kms:${region}:${accountId}:key/${id}`;
    default:
      throw new Error(`unknown attribute: ${id}.${attribute} (${Type})`);
  }
}

function refTo(id: string, scope: Scope): string {
  const { Type } = resourceOf(id, scope);
  if (Type === 'AWS::Cognito::UserPool') return localNames.userPoolId;
  throw new Error(`unknown reference: ${id} (${Type})`);
}

function resourceOf(id: string, { template }: Scope): Resource {
  const found = template.Resources[id];
  if (found === undefined) throw new Error(`the template has no ${id}`);
  return found;
}

/** `gymcoach-dev-main` -> `gymcoach-local-main` */
const localName = (name: string, { stage }: Scope): string => name.replace(`-${stage}-`, '-local-');
