/** Entry of the layer: seals and opens list cursors. Loaded by the first list that has more than one page. */
export { sealedCursors } from './table/sealed-cursors.ts';
