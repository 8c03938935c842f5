/** Entry of the layer: rows, keys and versioned resources in DynamoDB. */
export { entityTag } from './entity-tag.ts';
export { type Collection, createCollection, type Prepared, writeTogether } from './table/collection.ts';
export { type Cursors, createCursors, cursorSecretItem } from './table/cursor.ts';
export { ulid } from './table/id.ts';
export { type Key, keys } from './table/keys.ts';
export { type Item, marshal, type Value } from './table/marshal.ts';
export type { OnceKey } from './table/once.ts';
export type { Versioned } from './table/row.ts';
export { createTable, type Table } from './table/table.ts';
