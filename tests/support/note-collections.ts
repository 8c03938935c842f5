import { isAppError } from '@gymcoach/core/errors';
import { type Collection, createCollection, keys, type Table } from '@gymcoach/core/table';
import { openTestTables, type TestTables, tableKinds } from './test-tables.ts';

/** A resource as small as can be. */
export type Note = { readonly text: string; readonly count?: number };

export interface NoteWorld {
  /** The clock, epoch milliseconds; set anew for each test, which may move it. */
  now: number;
  readonly main: Table;
  readonly ephemeral: Table;
  readonly notes: Collection<Note>;
  /** Another collection of the same rows. */
  collection(options: {
    readonly table?: Table;
    readonly lifetime?: number;
    readonly defaults?: Note;
  }): Collection<Note>;
}

/** Runs the suite on every engine that can run here, and on the tables in memory, which must do the same. */
export function describeNotes(suite: (world: NoteWorld) => void): void {
  jest.setTimeout(60_000);
  describe.each(tableKinds())('on %s, a collection', (kind) => {
    let tables: TestTables; // there before the first test
    const collection: NoteWorld['collection'] = (options) =>
      createCollection<Note>({
        table: tables.main,
        ephemeral: tables.ephemeral,
        type: 'note',
        key: keys.injury,
        range: keys.injuries,
        parse: isNote,
        now: () => world.now,
        ...options,
      });
    const world: NoteWorld = {
      now: 0,
      collection,
      get main() {
        return tables.main;
      },
      get ephemeral() {
        return tables.ephemeral;
      },
      get notes() {
        return collection({});
      },
    };

    beforeAll(async () => {
      tables = await openTestTables(kind);
    }, 60_000);

    afterAll(() => tables?.stop());

    beforeEach(() => {
      world.now = Date.now();
    });

    suite(world);
  });
}

let people = 0;
/** A person of the test's own, so that no test sees another's rows. */
export const newPerson = (): string => `person-${people++}`;

/** What the work gives, or kind and code of its refusal. */
export const outcome = <T>(work: Promise<T>): Promise<T | readonly string[]> =>
  work.catch((error: unknown) => (isAppError(error) ? [error.kind, error.code] : ['bug', String(error)]));

function isNote(data: unknown): data is Note {
  return typeof data === 'object' && data !== null && 'text' in data && typeof data.text === 'string';
}
