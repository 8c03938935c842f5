import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../scripts/build/repository-root.ts';
import { type PackagedStack, packageStack, type Resource, type Template } from '../../support/package-stack.ts';

/** Folder of each stack under the repository: the platform and every service, so that a new one cannot escape. */
export const STACKS: ReadonlyMap<StackName, string> = new Map([
  ['platform', '.'],
  ...readdirSync(join(repositoryRoot, 'services'))
    .filter((name) => name.endsWith('-service'))
    .map((name) => [name, `services/${name}`] as const),
]);
export const STAGES = ['dev', 'prod'] as const;

/** `platform`, or the folder's name. */
export type StackName = string;
export type Stage = (typeof STAGES)[number];

/** Every stack in every stage, for `test.each`. */
export const everywhere = [...STACKS.keys()].flatMap((name) => STAGES.map((stage) => [name, stage] as const));

const packaged = new Map<string, PackagedStack>();

/** Packages each stack once per stage; two stages of one stack share a work folder, so they take turns. */
export async function packageAll(): Promise<void> {
  const everyStage = async ([name, folder]: readonly [StackName, string]) => {
    for (const stage of STAGES) packaged.set(`${name} ${stage}`, await packageStack(folder, stage));
  };
  await Promise.all([...STACKS].map(everyStage));
}

export function removeAll(): void {
  for (const stack of packaged.values()) stack.remove();
}

export function template(name: StackName, stage: Stage): Template {
  const found = packaged.get(`${name} ${stage}`);
  if (found === undefined) throw new Error(`${name} was not packaged for ${stage}`);
  return found.template;
}

export function resource(name: StackName, stage: Stage, id: string): Resource {
  const found = template(name, stage).Resources[id];
  if (found === undefined) throw new Error(`${name} has no ${id}`);
  return found;
}

export const properties = (name: StackName, stage: Stage, id: string): Resource['Properties'] =>
  resource(name, stage, id).Properties;

/** The resources of one type with their logical ids. */
export const ofType = (name: StackName, stage: Stage, type: string): readonly (readonly [string, Resource])[] =>
  Object.entries(template(name, stage).Resources).filter(([, { Type }]) => Type === type);
