import type { Versioned } from '@gymcoach/core/table';

/** A resource whose answer is its stored data: the reply's body and version. */
export const presentResource = <T extends object>(resource: Versioned<T>) => ({
  version: { id: resource.id, number: resource.version },
  body: { ...resource.data, ...stampsOf(resource) },
});

/** Version and times of a resource, for its answer; a singleton's defaults have no times. */
export const stampsOf = ({ version, createdAt, updatedAt }: Omit<Versioned<unknown>, 'data'>) => ({
  version,
  ...(createdAt === undefined ? {} : { createdAt }),
  ...(updatedAt === undefined ? {} : { updatedAt }),
});
