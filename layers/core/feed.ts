/** Entry of the layer: keys of the change feed. Loaded by the feed's own functions only. */
export { feedBucket, feedKeys } from './table/feed-keys.ts';
