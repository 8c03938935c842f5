import { type Static, type TSchema, Type } from 'typebox';
import { isObject } from './json-schema.ts';

/**
 * The schema, or `null`: in a merge patch, `null` takes a field away. Written as a type list, not as `anyOf`, so that
 * a refused value is reported once.
 */
export function nullable<S extends TSchema>(schema: S) {
  const plain: unknown = schema;
  if (!isObject(plain)) throw new Error('nullable: a schema is an object');
  if (Array.isArray(plain['enum'])) return Type.Unsafe<Static<S> | null>({ ...plain, enum: [...plain['enum'], null] });
  if (typeof plain['type'] !== 'string') throw new Error('nullable: a schema with one type or an enum is needed');
  return Type.Unsafe<Static<S> | null>({ ...plain, type: [plain['type'], 'null'] });
}
