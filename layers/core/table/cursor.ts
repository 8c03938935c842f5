import { randomBytes } from 'node:crypto';
import { keys } from './keys.ts';
import type { Item } from './marshal.ts';
import type { Table } from './table.ts';

/** Seals the place where a page ended, so that a caller can neither read nor forge it, nor use it elsewhere. */
export interface Cursors {
  /** `binding` names caller, route and filters; the same text is needed to open. */
  seal(position: string, binding: string): Promise<string>;
  /** Throws 400 `cursor.invalid` on anything but an unexpired cursor of ours with this binding. */
  open(cursor: string, binding: string): Promise<string>;
}

/** Bytes of the id by which a cursor names its key. */
const ID_BYTES = 4;

/** Cursors under the key in `SECRET#CURSOR`. What seals and opens them is loaded by the first page that needs it. */
export function createCursors(table: Table, now: () => number): Cursors {
  let loading: Promise<Cursors> | undefined;
  const cursors = (): Promise<Cursors> => {
    loading ??= import('../cursors.ts').then(({ sealedCursors }) =>
      sealedCursors(() => table.get(keys.cursorSecret()), now),
    );
    return loading;
  };
  return {
    seal: async (...call) => (await cursors()).seal(...call),
    open: async (...call) => (await cursors()).open(...call),
  };
}

/** A fresh secret for `SECRET#CURSOR`: `current` seals and opens, `previous` still opens for one rotation. */
export function cursorSecretItem(previous?: Item): Item {
  const current = { id: randomBytes(ID_BYTES).toString('hex'), key: randomBytes(32).toString('base64') };
  const before = previous?.['current'];
  return {
    ...keys.cursorSecret(),
    v: 1,
    type: 'cursor-secret',
    current,
    ...(before === undefined ? {} : { previous: before }),
  };
}
