import { unavailable } from '@gymcoach/core/errors';
import { readRowChange } from '@gymcoach/core/stream';
import type { Table, Write } from '@gymcoach/core/table';
import { changeId } from '../../../services/change-feed-service/adapters/change-id.ts';
import { failedChangesTo } from '../../../services/change-feed-service/adapters/failed-changes.ts';
import { readFailed } from '../../../services/change-feed-service/adapters/failed-message.ts';
import { feedStore } from '../../../services/change-feed-service/adapters/feed-store.ts';
import { changeOfRow } from '../../../services/change-feed-service/domain/change-of-row.ts';
import { numberChanges } from '../../../services/change-feed-service/domain/number-changes.ts';
import { numberRecord } from '../../../services/change-feed-service/domain/number-record.ts';
import type { FeedStore, NumberingPorts } from '../../../services/change-feed-service/domain/ports.ts';
import { createFaults, type Fault } from '../../support/faults.ts';
import { UNKNOWN_VERSION } from './stream-log.ts';

export interface Tables {
  readonly main: Table;
  readonly ephemeral: Table;
}

/**
 * What is taken away, to see that the proof notices: that a change is remembered once it is numbered, or that a record which
 * cannot be processed is put aside (without it, the batch comes again from there).
 */
export type Protection = 'deduplication' | 'isolation';

export interface FeedWorld extends Tables {
  /** Epoch milliseconds. */
  now: number;
  queueIsDown: boolean;
  readonly feed: FeedStore;
  /** Bodies of the messages. */
  readonly queue: string[];
  /** Breaks one call to table or queue from now on; a lasting fault ends the process, and the next one has none. */
  inject(fault: Fault): void;
  /** Ends the fault, and tells whether it was met. */
  heal(): boolean;
  /** What the work gives, and how many calls to table and queue it made. */
  counted<T>(work: () => Promise<T>): Promise<readonly [T, number]>;
  /** One invocation of the function, as it is or dead. */
  invoke(records: readonly unknown[]): Promise<{ readonly failedFrom: number | undefined }>;
  /** What Lambda does: repeats from the first failure on, or the whole batch when the function died; and gives up in the end. */
  deliver(records: readonly unknown[]): Promise<void>;
  /** Takes the queue through the code once; with `mended` the code knows the version that it did not know. */
  redrive(mended: boolean): Promise<void>;
}

const PLENTY_MS = 30_000;
const ROUNDS = 20;

/** The feed over real tables or those in memory, with a queue in memory, and `without` one of the things that protect it. */
export function createFeedWorld({ main, ephemeral }: Tables, without?: Protection): FeedWorld {
  const faults = createFaults();
  let isLasting = false;
  let hasFired = false;
  const breakable = faults.wrap<Table>({
    ...main,
    write: (writes) => main.write(writes.map((write) => weakened(write, without))),
  });
  const queue: string[] = [];
  const sender = faults.wrap({
    async send(body: string): Promise<void> {
      if (world.queueIsDown) throw unavailable('dependency.unavailable', 'The queue is down.', new Error('test'));
      queue.push(body);
    },
  });
  const feed = feedStore({ main: breakable, ephemeral, now: () => world.now });
  const ports: NumberingPorts = {
    feed,
    failed: failedChangesTo(async () => sender),
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
    inject(fault) {
      isLasting = fault.lasting === true;
      hasFired = false;
      faults.inject(fault);
    },
    heal() {
      hasFired ||= faults.heal().fired;
      return hasFired;
    },
    async counted(work) {
      faults.count();
      const result = await work();
      return [result, faults.heal().calls];
    },
    async invoke(records) {
      const poison = without === 'isolation' ? records.findIndex((record) => !isReadable(record)) : -1;
      const taken = poison === -1 ? records : records.slice(0, poison);
      const { failedFrom } = await numberChanges(ports, taken, () => PLENTY_MS);
      if (!isLasting || !faults.fired) return { failedFrom: failedFrom?.index ?? (poison === -1 ? undefined : poison) };
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

function isReadable(record: unknown): boolean {
  try {
    changeOfRow(readRowChange(record), changeId);
    return true;
  } catch {
    return false;
  }
}

function weakened(write: Write, without: Protection | undefined): Write {
  const isRemembered = 'put' in write && write.put.PK.startsWith('DD#');
  return isRemembered && without === 'deduplication' ? { ...write, when: 'always' } : write;
}
