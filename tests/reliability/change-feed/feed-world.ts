import { unavailable } from '@gymcoach/core/errors';
import { readRowChange } from '@gymcoach/core/stream';
import type { Table } from '@gymcoach/core/table';
import { changeId } from '../../../services/change-feed-service/adapters/change-id.ts';
import { failedChangesTo } from '../../../services/change-feed-service/adapters/failed-changes.ts';
import { readFailed } from '../../../services/change-feed-service/adapters/failed-message.ts';
import { feedStore } from '../../../services/change-feed-service/adapters/feed-store.ts';
import { numberChanges } from '../../../services/change-feed-service/domain/number-changes.ts';
import { numberRecord } from '../../../services/change-feed-service/domain/number-record.ts';
import type { FeedStore, NumberingPorts } from '../../../services/change-feed-service/domain/ports.ts';
import { UNKNOWN_VERSION } from './stream-log.ts';

export interface Tables {
  readonly main: Table;
  readonly ephemeral: Table;
}

/** What goes wrong with one call to table or queue. `crash` also ends everything after it, as the end of a process does. */
export interface Fault {
  readonly at: number;
  readonly when: 'before' | 'after';
  readonly kind: 'crash' | 'unavailable';
}

export interface FeedWorld extends Tables {
  /** Epoch milliseconds. */
  now: number;
  queueIsDown: boolean;
  readonly feed: FeedStore;
  /** Bodies of the messages. */
  readonly queue: string[];
  /** Counts calls from 1 on, and breaks one of them. */
  breakAt(fault: Fault): void;
  /** Heals, and tells how many calls there were since `breakAt`. */
  heal(): number;
  /** One invocation of the function, as it is or dead. */
  invoke(records: readonly unknown[]): Promise<{ readonly failedFrom: number | undefined }>;
  /** What Lambda does: repeats from the first failure on, or the whole batch when the function died. */
  deliver(records: readonly unknown[]): Promise<void>;
  /** Takes the queue through the code once; with `mended` the code knows the version that it did not know. */
  redrive(mended: boolean): Promise<void>;
}

const PLENTY_MS = 30_000;
const ROUNDS = 20;

/** The feed over real tables or those in memory, with a queue in memory. Without `deduplicates`, nothing is remembered. */
export function createFeedWorld(
  { main, ephemeral }: Tables,
  { deduplicates = true }: { readonly deduplicates?: boolean } = {},
): FeedWorld {
  let fault: Fault | undefined;
  let calls = 0;
  let dead = false;
  const down = (): Error => unavailable('dependency.unavailable', 'Broken by the test.', new Error('test'));

  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    if (dead) throw down();
    calls += 1;
    if (calls !== fault?.at) return work();
    dead = fault.kind === 'crash';
    if (fault.when === 'after') await work();
    throw down();
  };
  const breakable: Table = {
    name: main.name,
    get: (...args) => call(() => main.get(...args)),
    query: (...args) => call(() => main.query(...args)),
    write: (writes) => call(() => main.write(deduplicates ? writes : writes.map(withoutDeduplication))),
  };
  const queue: string[] = [];
  const send = (body: string): Promise<void> =>
    call(async () => {
      if (world.queueIsDown) throw down();
      queue.push(body);
    });
  const feed = feedStore({ main: breakable, ephemeral, now: () => world.now });
  const ports: NumberingPorts = {
    feed,
    failed: failedChangesTo(async () => ({ send })),
    read: readRowChange,
    identify: changeId,
  };

  const world: FeedWorld = {
    main,
    ephemeral,
    now: Date.parse('2026-11-22T12:00:00Z'),
    queueIsDown: false,
    feed,
    queue,
    breakAt(next) {
      fault = next;
      calls = 0;
      dead = false;
    },
    heal() {
      fault = undefined;
      dead = false;
      return calls;
    },
    async invoke(records) {
      const { failedFrom } = await numberChanges(ports, records, () => PLENTY_MS);
      if (!dead) return { failedFrom: failedFrom?.index };
      world.heal(); // the next container
      return { failedFrom: 0 };
    },
    async deliver(records) {
      let rest = records;
      for (let round = 0; round < ROUNDS; round++) {
        const { failedFrom } = await world.invoke(rest);
        if (failedFrom === undefined) return;
        rest = rest.slice(failedFrom);
      }
      throw new Error('the batch came again and again');
    },
    async redrive(mended) {
      const read: NumberingPorts['read'] = (record) => (mended ? mend(readRowChange(record)) : readRowChange(record));
      for (const body of queue.splice(0)) {
        await numberRecord({ ...ports, read }, readRecord(body)).catch(() => queue.push(body));
      }
    },
  };
  return world;
}

/** What was too deep to be written is in no message. */
function readRecord(body: string): unknown {
  try {
    return readFailed(body);
  } catch {
    return undefined;
  }
}

function mend(row: ReturnType<NumberingPorts['read']>): ReturnType<NumberingPorts['read']> {
  const { after } = row;
  return after?.['v'] === UNKNOWN_VERSION ? { ...row, after: { ...after, v: 1 } } : row;
}

function withoutDeduplication(write: Parameters<Table['write']>[0][number]): Parameters<Table['write']>[0][number] {
  return 'put' in write && write.put.PK.startsWith('DD#') ? { ...write, when: 'always' } : write;
}
