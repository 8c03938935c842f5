import { notFound } from '@gymcoach/core/errors';
import type { Collection, Versioned } from '@gymcoach/core/table';

/** The resource, or 404. */
export async function readResource<T>(
  collection: Pick<Collection<T>, 'load'>,
  ownerId: string,
  id: string,
): Promise<Versioned<T>> {
  const resource = await collection.load(ownerId, id);
  if (resource === undefined) throw notFound();
  return resource;
}
