/** What the list speaks about: a property, the rule that must notice when it is gone, and weaker values that it must notice too. */
export interface ListedProperty {
  readonly rule: string;
  readonly type: string;
  /** From the resource; `*` is any key or index. */
  readonly path: string;
  /** Values in its place; a function makes one of what is there. Of booleans the opposite is always tried. */
  readonly weaker?: readonly unknown[];
  /** @default true; false where less is not weaker, as of a list of grants */
  readonly removed?: boolean;
  /** Values at the path that are meant. @default all */
  readonly only?: (value: unknown) => boolean;
}

type Shape = Readonly<Record<string, unknown>>;
export const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const denies = (value: unknown): boolean => isShape(value) && value['Effect'] === 'Deny';
export const allows = (value: unknown): boolean => isShape(value) && value['Effect'] === 'Allow';
export const allowing = (value: unknown): unknown => (isShape(value) ? { ...value, Effect: 'Allow' } : value);
export const elsewhere = (value: unknown): unknown =>
  isShape(value) ? { ...value, Resource: 'arn:aws:s3:::other' } : value;
export const oneAction = (value: unknown): unknown => (isShape(value) ? { ...value, Action: 'sts:TagSession' } : value);
export const anybody = (value: unknown): unknown => (isShape(value) ? { ...value, Principal: '*' } : value);
export const withoutCondition = (value: unknown): unknown => {
  if (!isShape(value)) return value;
  const { Condition: _, ...rest } = value;
  return rest;
};
export const withSecret = (value: unknown): unknown => (isShape(value) ? { ...value, DB_PASSWORD: 'x' } : value);
export const withKey = (value: unknown): unknown =>
  isShape(value) ? { ...value, OTHER: 'AKIAIOSFODNN7EXAMPLE' } : value;
export const plus =
  (element: string) =>
  (value: unknown): unknown =>
    Array.isArray(value) ? [...value, element] : value;

export const allowsFrom = (value: unknown): boolean => JSON.stringify(value).includes('aws:Source');

/** The entries of one type. */
export const of = (type: string, entries: readonly Omit<ListedProperty, 'type'>[]): readonly ListedProperty[] =>
  entries.map((entry) => ({ type, ...entry }));

/** Statements of a policy on a resource. */
export const POLICY_STATEMENT = 'Properties.PolicyDocument.Statement.*';
