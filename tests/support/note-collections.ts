import { createDynamoClient } from '@gymcoach/core/clients/dynamodb';
import { isAppError } from '@gymcoach/core/errors';
import { type Collection, createCollection, createTable, keys, type Table } from '@gymcoach/core/table';
import { availableEngines, createTables, type DynamoEngine, startDynamoEngine } from './dynamodb-engines.ts';
import { memoryTables } from './memory-table.ts';

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

const MAIN = 'main';
const EPHEMERAL = 'ephemeral';

/** Runs the suite on every engine that can run here, and on the tables in memory, which must do the same. */
export function describeNotes(suite: (world: NoteWorld) => void): void {
  jest.setTimeout(60_000);
  describe.each([...availableEngines(), 'memory'] as const)('on %s, a collection', (kind) => {
    let engine: DynamoEngine | undefined;
    let tables: ReadonlyMap<string, Table> = new Map();
    const table = (name: string): Table => tables.get(name) as Table; // both are there before the first test
    const collection: NoteWorld['collection'] = (options) =>
      createCollection<Note>({
        table: table(MAIN),
        ephemeral: table(EPHEMERAL),
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
        return table(MAIN);
      },
      get ephemeral() {
        return table(EPHEMERAL);
      },
      get notes() {
        return collection({});
      },
    };

    beforeAll(async () => {
      if (kind === 'memory') {
        tables = memoryTables(MAIN, EPHEMERAL);
        return;
      }
      engine = await startDynamoEngine(kind);
      const { endpoint } = engine;
      await createTables(endpoint, { main: MAIN, ephemeral: EPHEMERAL, audit: 'audit' });
      const credentials = () => ({ accessKeyId: 'local', secretAccessKey: 'local' });
      // Patient: engine and tests share a machine that may be busy, and what is tested here is no time-out.
      const client = createDynamoClient({
        region: 'eu-west-1',
        endpoint,
        credentials,
        attempts: 10,
        connectTimeoutMs: 20_000,
        attemptTimeoutMs: 20_000,
      });
      tables = new Map([MAIN, EPHEMERAL].map((name) => [name, createTable(client, name)]));
    }, 60_000);

    afterAll(() => engine?.stop());

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
