import type { Versioned } from '@gymcoach/core/table';
import { stampsOf } from './stamps.ts';

/** A resource whose answer is its stored data: the reply's body and version. */
export const presentResource = <T extends object>(resource: Versioned<T>) => ({
  version: { id: resource.id, number: resource.version },
  body: { ...resource.data, ...stampsOf(resource) },
});
