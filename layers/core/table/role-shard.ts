import { createHash } from 'node:crypto';

/** Over how many partitions of the index the names of roles are spread. */
export const ROLE_SHARDS = 16;

/** The one of these partitions that lists this role. */
export const roleShard = (name: string): number => (createHash('sha256').update(name).digest()[0] ?? 0) % ROLE_SHARDS;
