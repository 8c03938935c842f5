import type { Versioned } from '@gymcoach/core/table';

/** Version and times of a resource, for its answer; a singleton's defaults have no times. */
export const stampsOf = ({ version, createdAt, updatedAt }: Omit<Versioned<unknown>, 'data'>) => ({
  version,
  ...(createdAt === undefined ? {} : { createdAt }),
  ...(updatedAt === undefined ? {} : { updatedAt }),
});
