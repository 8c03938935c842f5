import { REGION } from '../account.ts';
import { type Deployed, type DeployedStack, physicalId } from '../deployed-stacks.ts';

/** What a value of a template is to be when it is deployed. */
export interface ExpectedValue {
  readonly value: string;
  /** Type of the resource that it names; undefined for a text. */
  readonly type?: string | undefined;
}

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Region': REGION,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

/**
 * A literal, a reference within the stack, an import with the resource behind it, or texts put together of these. Undefined for
 * what only the service that makes a resource knows, its attributes above all.
 */
export function expectedValue(deployed: Deployed, stack: DeployedStack, value: unknown): ExpectedValue | undefined {
  if (typeof value !== 'object' || value === null) return { value: String(value) };
  const intrinsic = value as Readonly<Record<string, unknown>>; // the CLI's template holds no other objects here
  const { Ref: reference, 'Fn::ImportValue': imported, 'Fn::Sub': text, 'Fn::Join': join } = intrinsic;
  if (typeof reference === 'string') return referred(stack, reference);
  if (typeof imported === 'string') return importedValue(deployed, imported);
  if (typeof text === 'string') return substituted(stack, text);
  if (!Array.isArray(join) || !Array.isArray(join[1])) return undefined;
  const parts = join[1].map((part: unknown) => expectedValue(deployed, stack, part)?.value);
  return parts.includes(undefined) ? undefined : { value: parts.join(String(join[0])) };
}

function referred(stack: DeployedStack, name: string): ExpectedValue | undefined {
  const pseudo = PSEUDO[name];
  if (pseudo !== undefined) return { value: pseudo };
  return name in stack.template ? { value: physicalId(stack, name), type: stack.template[name]?.Type } : undefined;
}

function importedValue({ exports, stacks }: Deployed, name: string): ExpectedValue | undefined {
  const value = exports.get(name);
  if (value === undefined) return undefined;
  const source = stacks
    .flatMap(({ resources }) => [...resources.values()])
    .find(({ PhysicalResourceId }) => PhysicalResourceId === value);
  return { value, type: source?.ResourceType };
}

function substituted(stack: DeployedStack, text: string): ExpectedValue | undefined {
  const names = [...text.matchAll(/\$\{([^}]+)\}/g)].map(([, name = '']) => name);
  if (names.some((name) => referred(stack, name) === undefined)) return undefined;
  return { value: text.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => referred(stack, name)?.value ?? '') };
}
