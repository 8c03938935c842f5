import { isAppError } from '@gymcoach/core/errors';
import { appendChanges, MAX_APPEND } from './append-changes.ts';
import type { Change } from './change.schema.ts';
import { changeOfRow } from './change-of-row.ts';
import type { NumberingPorts } from './ports.ts';
import { type Failure, putAside } from './put-aside.ts';

/** A record and what became of it. `again`: a dependency was down, so it has to come again. */
type Outcome = { readonly index: number } & (
  | { readonly is: 'ignored' | 'numbered' | 'repeated' }
  | { readonly is: 'poison' | 'again'; readonly cause: unknown }
);
type Entry = { readonly index: number; readonly change: Change };

export interface Numbered {
  readonly failedFrom?: Failure;
  readonly poison: readonly Failure[];
  readonly counts: { readonly numbered: number; readonly repeated: number; readonly ignored: number };
}

/** Users of a batch are numbered side by side: they have nothing in common. */
const SIDE_BY_SIDE = 8;
/** Left of the time when no further user is begun: longer than the calls of one may take. */
const RESERVE_MS = 8_000;

/**
 * Numbers the changes that a batch of stream records tells of: in order for each user, each once however often the batch
 * comes. A record that cannot be processed is put aside as a whole, and holds up nobody; while a dependency is down, all from
 * the first record that needs it have to come again.
 */
export async function numberChanges(
  ports: NumberingPorts,
  records: readonly unknown[],
  remainingMs: () => number,
): Promise<Numbered> {
  const read = records.map((record, index) => understand(ports, record, index));
  const users = Map.groupBy(
    read.filter((one) => 'change' in one),
    ({ change }) => change.subjectId,
  );
  const outcomes: Outcome[] = read.filter((one) => 'is' in one);
  const waiting = [...users];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [userId, entries] = next;
      if (remainingMs() < RESERVE_MS) outcomes.push(...entries.map(late));
      else outcomes.push(...(await numberUser(ports, userId, entries)));
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  return report(ports, records, outcomes, remainingMs);
}

function understand(ports: NumberingPorts, record: unknown, index: number): Outcome | Entry {
  try {
    const change = changeOfRow(ports.read(record), ports.identify);
    return change === undefined ? { index, is: 'ignored' } : { index, change };
  } catch (cause) {
    return { index, is: 'poison', cause };
  }
}

/** Many in one transaction; where that is refused, one by one, so that only what cannot be written is put aside. */
async function numberUser(ports: NumberingPorts, userId: string, entries: readonly Entry[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const parts = Array.from({ length: Math.ceil(entries.length / MAX_APPEND) }, (_, part) =>
    entries.slice(part * MAX_APPEND, (part + 1) * MAX_APPEND),
  );
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    const tried = await numberPart(ports, userId, part);
    const [first] = tried;
    if (first?.is === 'poison' && part.length > 1) {
      parts.unshift(...part.map((entry) => [entry]));
      continue;
    }
    outcomes.push(...tried);
    if (first?.is !== 'again') continue;
    // What comes after it must not get a smaller number.
    const { cause } = first;
    return [...outcomes, ...parts.flat().map(({ index }): Outcome => ({ index, is: 'again', cause }))];
  }
  return outcomes;
}

async function numberPart({ feed }: NumberingPorts, userId: string, entries: readonly Entry[]): Promise<Outcome[]> {
  try {
    const added = await appendChanges(
      feed,
      userId,
      entries.map(({ change }) => change),
    );
    return entries.map(({ index }, place) => ({ index, is: place < added ? 'numbered' : 'repeated' }));
  } catch (cause) {
    const is = isAppError(cause) && cause.kind === 'unavailable' ? 'again' : 'poison';
    return entries.map(({ index }) => ({ index, is, cause }));
  }
}

/** Poison from the first record that comes again on will come again, too: it is put aside then. */
async function report(
  { failed }: NumberingPorts,
  records: readonly unknown[],
  outcomes: readonly Outcome[],
  remainingMs: () => number,
): Promise<Numbered> {
  const inOrder = outcomes.toSorted((a, b) => a.index - b.index);
  const count = (kind: Outcome['is']): number => inOrder.filter(({ is }) => is === kind).length;
  const counts = { numbered: count('numbered'), repeated: count('repeated'), ignored: count('ignored') };
  const failures = inOrder.filter((outcome) => 'cause' in outcome);
  const again = failures.find(({ is }) => is === 'again');
  const poison = failures.filter(({ is, index }) => is === 'poison' && index < (again?.index ?? records.length));
  const { put, failedFrom = again } = await putAside(failed, records, poison, remainingMs);
  return { ...(failedFrom && { failedFrom }), poison: put, counts };
}

const late = ({ index }: Entry): Outcome => ({ index, is: 'again', cause: new Error('the time of the batch is up') });
