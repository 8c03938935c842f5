import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How far each mapping has read each shard. */
export interface Positions {
  get(mapping: string, streamArn: string, shardId: string): string | undefined;
  /** On disk when it returns. */
  set(mapping: string, streamArn: string, shardId: string, sequenceNumber: string): void;
  forget(mapping: string, streamArn: string, shardId: string): void;
}

/**
 * Keeps positions in a file, as AWS keeps them beyond any restart. The stream's ARN is part of a position: a table that
 * is made anew is read from its beginning. Without the file everything is.
 */
export function openPositions(folder: string): Positions {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'positions.json');
  const kept = readPositions(file);
  const keyOf = (...parts: readonly string[]): string => parts.join(' ');
  const write = (): void => {
    // A kill between the two leaves the old file, and the worst of an old one is a second delivery.
    writeFileSync(`${file}.new`, `${JSON.stringify(Object.fromEntries(kept), undefined, 2)}\n`);
    renameSync(`${file}.new`, file);
  };
  return {
    get: (...shard) => kept.get(keyOf(...shard)),
    set(mapping, streamArn, shardId, sequenceNumber) {
      kept.set(keyOf(mapping, streamArn, shardId), sequenceNumber);
      write();
    },
    forget(...shard) {
      kept.delete(keyOf(...shard));
      write();
    },
  };
}

function readPositions(file: string): Map<string, string> {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>)); // written above
  } catch {
    return new Map();
  }
}
