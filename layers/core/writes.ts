/** Entry of the layer: what writes rows. Loaded by the first request that does. */
export { canonicalJson } from './table/canonical-json.ts';
export { collectionWrites, writeTogether } from './table/collection-writes.ts';
export { inProgress, once, REMEMBERED_SECONDS } from './table/once.ts';
export { writeRows } from './table/write-rows.ts';
