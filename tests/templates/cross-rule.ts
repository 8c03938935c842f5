import type { Resource } from '../support/package-stack.ts';

/** The resources of one stack. */
export type Resources = Readonly<Record<string, Resource>>;

export interface Violation {
  readonly resource: string;
  readonly message: string;
}

/** A rule about how resources of a stack hang together, which guard's language cannot say. */
export interface CrossRule {
  /** Begins with the id of the list, as guard's rules do. */
  readonly name: string;
  check(resources: Resources): readonly Violation[];
}

/** The resources of a type with their logical ids. */
export const ofType = (resources: Resources, type: string): readonly (readonly [string, Resource])[] =>
  Object.entries(resources).filter(([, { Type }]) => Type === type);

/** Logical ids that a value refers to, at any depth. */
export function references(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value === 'string') return [...value.matchAll(/\$\{(\w+)(?:\.\w+)?\}/g)].map((match) => match[1] ?? '');
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref' && typeof inner === 'string') return [inner];
    if (key === 'Fn::GetAtt') return [String(Array.isArray(inner) ? inner[0] : inner).split('.')[0] ?? ''];
    return references(inner);
  });
}

/** Functions that a value refers to, itself or by an alias. */
export function functionsOf(resources: Resources, value: unknown): readonly string[] {
  return references(value).flatMap((id) => {
    const found = resources[id];
    if (found?.Type === 'AWS::Lambda::Function') return [id];
    return found?.Type === 'AWS::Lambda::Alias' ? functionsOf(resources, found.Properties['FunctionName']) : [];
  });
}
