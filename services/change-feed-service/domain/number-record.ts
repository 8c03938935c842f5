import { appendChanges } from './append-changes.ts';
import { changeOfRow } from './change-of-row.ts';
import type { NumberingPorts } from './ports.ts';

/**
 * Numbers what one record tells of, with the next free number: for a record that was put aside, when it can be processed
 * again. `repeated` has its number already. Throws what stands in the way.
 */
export async function numberRecord(
  { feed, read, identify }: Pick<NumberingPorts, 'feed' | 'read' | 'identify'>,
  record: unknown,
): Promise<'numbered' | 'repeated' | 'ignored'> {
  const change = changeOfRow(read(record), identify);
  if (change === undefined) return 'ignored';
  return (await appendChanges(feed, change.subjectId, [change])) === 1 ? 'numbered' : 'repeated';
}
