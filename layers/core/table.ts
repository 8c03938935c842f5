/** Entry of the layer: rows, keys and versioned resources in DynamoDB. */
export { entityTag } from './entity-tag.ts';
export { type Collection, createCollection, type Prepared } from './table/collection.ts';
export { ulid } from './table/id.ts';
export { type Key, keys, type Range } from './table/keys.ts';
export { once, writeTogether } from './table/late-writes.ts';
export { type Item, marshal, unmarshal, type Value } from './table/marshal.ts';
export type { Once } from './table/once.ts';
export { ROLE_SHARDS, roleShard } from './table/role-shard.ts';
export type { Versioned } from './table/row.ts';
export { createTable, type Page, type Table, type Write } from './table/table.ts';
