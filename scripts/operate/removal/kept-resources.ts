import { type CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { resourcesOf } from '../deployment/stacks.ts';

/** One resource that outlives its stack. */
export interface KeptResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Its name or ARN; undefined where CloudFormation does not know it yet. */
  readonly physicalId: string | undefined;
}

interface Template {
  readonly Resources?: Readonly<
    Record<string, { readonly Type: string; readonly DeletionPolicy?: string; readonly Properties?: unknown }>
  >;
}

/** The CLI keeps every version of a function in the stack's eyes; they go with the function. */
const GOES_WITH_ANOTHER = 'AWS::Lambda::Version';
const PROTECTIONS = [['DeletionProtectionEnabled', true] as const, ['DeletionProtection', 'ACTIVE'] as const];

/** What the template would keep, or not let go: by its DeletionPolicy, or by a protection of the resource's own. */
export function keptBy(template: Template): readonly { readonly logicalId: string; readonly type: string }[] {
  return Object.entries(template.Resources ?? {}).flatMap(([logicalId, { Type, DeletionPolicy = '', Properties }]) => {
    const settings = (Properties ?? {}) as Readonly<Record<string, unknown>>; // a map, where there are any
    const kept = DeletionPolicy.startsWith('Retain') && Type !== GOES_WITH_ANOTHER;
    const isProtected = PROTECTIONS.some(([name, value]) => settings[name] === value);
    return kept || isProtected ? [{ logicalId, type: Type }] : [];
  });
}

/** Of a stack that is deployed, as it was deployed: what the repository says now may be something else. */
export async function keptResources(client: CloudFormationClient, stack: string): Promise<readonly KeptResource[]> {
  const [{ TemplateBody = '{}' }, resources] = await Promise.all([
    client.send(new GetTemplateCommand({ StackName: stack })),
    resourcesOf(client, stack),
  ]);
  const names = new Map(
    resources.map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId]),
  );
  return keptBy(JSON.parse(TemplateBody) as Template) // the CLI writes it as JSON
    .filter(({ logicalId }) => names.has(logicalId))
    .map(({ logicalId, type }) => ({ stack, logicalId, type, physicalId: names.get(logicalId) }));
}
