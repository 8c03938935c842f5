import { GetTemplateCommand, ListExportsCommand, type StackResourceSummary } from '@aws-sdk/client-cloudformation';
import type { Stack } from '../../scripts/build/read-stack.ts';
import { findStack, resourcesOf } from '../../scripts/operate/deployment/stacks.ts';
import type { Account } from './account.ts';

/** One resource of a template, its properties as they were written: with intrinsics. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** One stack as CloudFormation has it now. */
export interface DeployedStack {
  /** `gymcoach-access-dev` */
  readonly name: string;
  /** Of its serverless.yml. */
  readonly folder: string;
  readonly status: string;
  readonly outputs: ReadonlyMap<string, string>;
  readonly template: Readonly<Record<string, TemplateResource>>;
  /** By logical id. */
  readonly resources: ReadonlyMap<string, StackResourceSummary>;
}

export interface Deployed {
  readonly stacks: readonly DeployedStack[];
  /** Values by name. */
  readonly exports: ReadonlyMap<string, string>;
}

/** Reads back what a deployment has made. Throws when a stack is missing. */
export async function readDeployed(account: Account, stacks: readonly Stack[], stage: string): Promise<Deployed> {
  const { cloudFormation } = account;
  const read = await Promise.all(
    stacks.map(async ({ name: service, folder }) => {
      const name = `${service}-${stage}`;
      const found = await findStack(cloudFormation, name);
      if (found === undefined) throw new Error(`${name} was not made`);
      const { TemplateBody = '{}' } = await cloudFormation.send(new GetTemplateCommand({ StackName: name }));
      const resources = await resourcesOf(cloudFormation, name);
      const { Resources } = JSON.parse(TemplateBody) as { readonly Resources: DeployedStack['template'] }; // the CLI's
      const byId = new Map(resources.map((resource) => [resource.LogicalResourceId ?? '', resource]));
      return { name, folder, ...found, template: Resources, resources: byId };
    }),
  );
  return { stacks: read, exports: await readExports(account) };
}

async function readExports({ cloudFormation }: Account): Promise<ReadonlyMap<string, string>> {
  const exports = new Map<string, string>();
  let NextToken: string | undefined;
  do {
    const page = await cloudFormation.send(new ListExportsCommand({ NextToken }));
    for (const { Name = '', Value = '' } of page.Exports ?? []) exports.set(Name, Value);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return exports;
}

/** The resources of a type over all stacks, each with its stack. */
export const ofType = (
  { stacks }: Deployed,
  type: string,
): readonly { readonly stack: DeployedStack; readonly id: string; readonly resource: TemplateResource }[] =>
  stacks.flatMap((stack) =>
    Object.entries(stack.template).flatMap(([id, resource]) =>
      resource.Type === type ? [{ stack, id, resource }] : [],
    ),
  );

/** Name or id that CloudFormation has of a resource; empty where it has none. */
export const physicalId = ({ resources }: DeployedStack, id: string): string =>
  resources.get(id)?.PhysicalResourceId ?? '';
