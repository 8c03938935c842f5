import type { RowChange } from '@gymcoach/core/stream';
import type { Change } from './change.schema.ts';

export interface NumberedChange {
  readonly number: number;
  readonly change: Change;
}

/** What became of an attempt to append. Only `done` has written anything. */
export type Appended =
  | { readonly is: 'done' }
  /** Changes with these ids are in the feed already. */
  | { readonly is: 'seen'; readonly ids: ReadonlySet<string> }
  /** Somebody else has numbered changes of this user since the head was read. */
  | { readonly is: 'overtaken' };

/** The numbered changes of people. Numbers begin with 1 and have no gap. */
export interface FeedStore {
  /** The last number that was given; 0 before the first. */
  headOf(userId: string): Promise<number>;
  /** Numbers the changes from `head + 1` on, all or none; at most `MAX_APPEND`, no two with one id. */
  append(userId: string, head: number, changes: readonly Change[]): Promise<Appended>;
  /** Up to `limit` changes after a number, in order, and only up to the first that has expired; `head` is the last. */
  after(userId: string, number: number, options: Upto): Promise<readonly NumberedChange[]>;
  /** Number of the oldest change that has not expired. */
  oldest(userId: string, head: number): Promise<number | undefined>;
}

interface Upto {
  readonly limit: number;
  readonly head: number;
}

/** Where records go that cannot be processed, each as a whole. */
export interface FailedChanges {
  put(record: unknown, cause: unknown): Promise<void>;
}

export interface NumberingPorts {
  readonly feed: Pick<FeedStore, 'headOf' | 'append'>;
  readonly failed: FailedChanges;
  /** Reads a record of the stream; throws on what is none. */
  readonly read: (record: unknown) => RowChange;
  /** A change's id, the same whenever and wherever it is made from the same parts. */
  readonly identify: (parts: readonly string[]) => string;
}
