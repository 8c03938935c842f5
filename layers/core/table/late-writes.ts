import type { Prepared } from './collection.ts';
import type { Once } from './once.ts';
import type { Table, Write } from './table.ts';

/** See `once` in once.ts. */
export const once = async (
  tables: { readonly table: Table; readonly ephemeral: Table },
  use: Once,
  id: string,
  ...writes: readonly Write[]
): Promise<string> => (await import('../writes.ts')).once(tables, use, id, ...writes);

/** See `writeTogether` in collection-writes.ts. */
export const writeTogether = async (table: Table, changes: readonly Prepared[]): Promise<void> =>
  (await import('../writes.ts')).writeTogether(table, changes);
