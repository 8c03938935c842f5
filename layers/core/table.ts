/** Entry of the layer: rows, keys and versioned resources in DynamoDB. */
export { entityTag } from './entity-tag.ts';
export { canonicalJson } from './table/canonical-json.ts';
export { type Collection, createCollection, type Prepared, writeTogether } from './table/collection.ts';
export { ulid } from './table/id.ts';
export { type Key, keys, type Range } from './table/keys.ts';
export { type Item, marshal, unmarshal, type Value } from './table/marshal.ts';
export { inProgress, type Once, once, REMEMBERED_SECONDS } from './table/once.ts';
export { ROLE_SHARDS, roleShard } from './table/role-shard.ts';
export type { Versioned } from './table/row.ts';
export { createTable, type Page, type Table, type Write } from './table/table.ts';
