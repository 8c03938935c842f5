import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** What an attribute may hold: JSON, without binary and sets. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };
export type Item = Readonly<Record<string, Value>>;
export type Attributes = Record<string, AttributeValue>;

/** Plain item to DynamoDB attributes. An `undefined` field is left out; a number that is not finite throws. */
export function marshal(item: Readonly<Record<string, Value | undefined>>): Attributes {
  const attributes: Attributes = Object.create(null); // so that `__proto__` is a name like any other
  for (const [name, value] of Object.entries(item)) if (value !== undefined) attributes[name] = marshalValue(value);
  return attributes;
}

export function marshalValue(value: Value): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('a stored number must be finite');
    return { N: String(value) };
  }
  if (isList(value)) return { L: value.map(marshalValue) };
  return { M: marshal(value) };
}

/**
 * DynamoDB attributes to a plain item on a null prototype, fields in the order of their names: DynamoDB keeps none, and
 * equal versions are to be answered by equal bytes. Binary and sets are not written by us and throw.
 */
export function unmarshal(attributes: Readonly<Attributes>): Item {
  const item: Record<string, Value> = Object.create(null);
  const entries = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, value] of entries) item[name] = unmarshalValue(value);
  return item;
}

function unmarshalValue(value: AttributeValue): Value {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.NULL !== undefined) return null;
  if (value.L !== undefined) return value.L.map(unmarshalValue);
  if (value.M !== undefined) return unmarshal(value.M);
  throw new TypeError(`unsupported attribute type ${Object.keys(value).join()}`);
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
