import type { DeployedStack } from './deployed-stacks.ts';
import type { EmulatedTypes } from './emulator.ts';

/** A type that moto's CloudFormation does not make. */
export interface UnsupportedType {
  readonly type: string;
  /** How many resources of the templates have it. */
  readonly resources: number;
  /** What stands in their place: made by calls of the service, which moto has, or nothing but a name. */
  readonly instead: 'calls of the service' | 'a placeholder';
}

/** Of the types of these stacks, those that the emulator does not implement, by its own account. */
export function unsupportedTypes(
  stacks: readonly Pick<DeployedStack, 'template'>[],
  { ofMoto, byApi }: Pick<EmulatedTypes, 'ofMoto' | 'byApi'>,
): readonly UnsupportedType[] {
  const counts = new Map<string, number>();
  for (const { Type } of stacks.flatMap(({ template }) => Object.values(template))) {
    counts.set(Type, (counts.get(Type) ?? 0) + 1);
  }
  return [...counts]
    .filter(([type]) => !ofMoto.includes(type))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([type, resources]) => ({
      type,
      resources,
      instead: byApi.includes(type) ? 'calls of the service' : 'a placeholder',
    }));
}
