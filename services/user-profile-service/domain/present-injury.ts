import type { Versioned } from '@gymcoach/core/table';
import { presentResource } from '@gymcoach/middleware/contract/present-resource';
import type { StoredInjury } from './injury.schema.ts';

/** An injury with its id: the reply's body and version. */
export function presentInjury(injury: Versioned<StoredInjury>) {
  const { version, body } = presentResource(injury);
  return { version, body: { id: injury.id, ...body } };
}
