/** Entry of the layer: sealed positions in lists. Loaded by the first list that has one. */
export { type Cursors, createCursors, cursorSecretItem } from './paging/cursor.ts';
