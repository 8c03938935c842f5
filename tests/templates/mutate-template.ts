import type { Resource, Template } from '../support/package-stack.ts';
import type { StackTemplate } from './check-templates.ts';
import { LISTED_PROPERTIES } from './listed-properties.ts';

/** A resource of a stack, changed in one place. */
export interface Mutant {
  readonly of: StackTemplate;
  readonly resource: string;
  readonly type: string;
  /** Path from the resource, indices as `*`. */
  readonly path: string;
  /** `removed`, or the value in its place. */
  readonly change: string;
  /** The rule that must notice, where the list speaks of the property. */
  readonly rule: string | undefined;
  readonly mutated: Resource;
  /** Before the change. Of a role, with the statement alone that is changed: rules look at each by itself, and at length. */
  readonly original: Resource;
  /** Of all originals of the resource, which. */
  readonly focus: string;
}

const ATTRIBUTES = ['DeletionPolicy', 'UpdateReplacePolicy'];
const REMOVED = Symbol('removed');

/** What the list says must not go or weaken. */
export function listedMutants(of: StackTemplate): readonly Mutant[] {
  return resourcesOf(of.template).flatMap(([id, resource]) =>
    LISTED_PROPERTIES.filter(({ type }) => type === resource.Type).flatMap((listed) =>
      placesOf(resource, listed.path.split('.')).flatMap(({ keys, value }) => {
        if (!(listed.only?.(value) ?? true)) return [];
        const values = [
          ...(listed.removed === false ? [] : [REMOVED]),
          ...(typeof value === 'boolean' ? [!value] : []),
          ...(listed.weaker ?? []).map((weaker) => (typeof weaker === 'function' ? weaker(value) : weaker)),
        ].filter((weaker) => JSON.stringify(weaker) !== JSON.stringify(value));
        return values.map((weaker) => mutant({ of, id, resource, keys, value: weaker, rule: listed.rule }));
      }),
    ),
  );
}

/** Every property removed, and every boolean turned, whether a rule speaks of it or not. */
export function allMutants(of: StackTemplate): readonly Mutant[] {
  return resourcesOf(of.template).flatMap(([id, resource]) =>
    everyPlace(resource).flatMap(({ keys, value }) =>
      [REMOVED, ...(typeof value === 'boolean' ? [!value] : [])].map((change) =>
        mutant({ of, id, resource, keys, value: change, rule: undefined }),
      ),
    ),
  );
}

const resourcesOf = ({ Resources }: Template): readonly (readonly [string, Resource])[] => Object.entries(Resources);

interface Place {
  readonly keys: readonly string[];
  readonly value: unknown;
}

interface Change {
  readonly of: StackTemplate;
  readonly id: string;
  readonly resource: Resource;
  readonly keys: readonly string[];
  readonly value: unknown;
  readonly rule: string | undefined;
}

function mutant({ of, id, resource, keys, value, rule }: Change): Mutant {
  const path = keys.map((key) => (/^\d+$/.test(key) ? '*' : key)).join('.');
  const change = value === REMOVED ? 'removed' : JSON.stringify(value);
  const { original, at, focus } = focused(resource, keys);
  // A copy of a resource with a change inside is one still, as far as CloudFormation looks before it looks inside.
  const mutated = changed(original, at, value) as Resource;
  return { of, resource: id, type: resource.Type, path, change, rule, mutated, original, focus };
}

/** A role with one statement, where the change is inside of one. */
function focused(resource: Resource, keys: readonly string[]) {
  const list = keys.indexOf('Statement');
  const index = keys[list + 1];
  const isInside = resource.Type === 'AWS::IAM::Role' && list >= 0 && keys.length > list + 2;
  if (!isInside || index === undefined) return { original: resource, at: keys, focus: '' };
  const only = (value: unknown): unknown => (Array.isArray(value) ? [value[Number(index)]] : value);
  const [statements, inside] = [keys.slice(0, list + 1), keys.slice(list + 2)];
  const original = changed(resource, statements, only(at(resource, statements))) as Resource; // as below
  return { original, at: [...statements, '0', ...inside], focus: statements.join('.') + index };
}

const at = (value: unknown, keys: readonly string[]): unknown =>
  keys.reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>>)[key], value); // the path was found in it

/** A copy with one value exchanged or gone. */
function changed(value: unknown, [key, ...deeper]: readonly string[], to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value)) {
    const index = Number(key);
    if (deeper.length === 0 && to === REMOVED) return value.filter((_, at) => at !== index);
    return value.map((element, at) => (at === index ? changed(element, deeper, to) : element));
  }
  const entries = Object.entries(value as Readonly<Record<string, unknown>>); // the path was found in it
  return Object.fromEntries(
    entries.flatMap(([name, inner]) => {
      if (name !== key) return [[name, inner]];
      return deeper.length === 0 && to === REMOVED ? [] : [[name, changed(inner, deeper, to)]];
    }),
  );
}

function placesOf(value: unknown, [key, ...deeper]: readonly string[], keys: readonly string[] = []): readonly Place[] {
  if (key === undefined) return [{ keys, value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([name]) => key === '*' || name === key)
    .flatMap(([name, inner]) => placesOf(inner, deeper, [...keys, name]));
}

/** Every key below Properties and the two attributes; a reference is a value, and elements of lists are no properties. */
function everyPlace(resource: Resource): readonly Place[] {
  const attributes = ATTRIBUTES.filter((name) => name in resource).map((name) => ({ keys: [name], value: '' }));
  return [...attributes, ...below(resource.Properties ?? {}, ['Properties'])];
}

function below(value: unknown, keys: readonly string[]): readonly Place[] {
  if (typeof value !== 'object' || value === null || isReference(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const place = { keys: [...keys, name], value: inner };
    return [...(Array.isArray(value) ? [] : [place]), ...below(inner, place.keys)];
  });
}

const isReference = (value: object): boolean => {
  const [key, ...others] = Object.keys(value);
  return others.length === 0 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::'));
};
