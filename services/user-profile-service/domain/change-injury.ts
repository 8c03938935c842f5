import { invalidInput } from '@gymcoach/core/errors';
import type { Once, Versioned } from '@gymcoach/core/table';
import { patched } from '@gymcoach/middleware/contract/patched';
import { type InjuryInput, type InjuryPatch, isStoredInjury, type StoredInjury } from './injury.schema.ts';
import type { Stores } from './ports.ts';

/** Records an injury once per idempotency key. Throws 400 when it ends before it begins. */
export const recordInjury = async (
  { injuries, newId }: Pick<Stores, 'injuries'> & { readonly newId: () => string },
  userId: string,
  once: Once,
  input: InjuryInput,
): Promise<Versioned<StoredInjury>> =>
  injuries.createOnce(userId, `inj_${newId()}`, once, checkedInjury(withDefaults(input)));

/** Throws 404, 412 with the current version, or 400 when the patched injury ends before it begins. */
export const updateInjury = (
  { injuries }: Pick<Stores, 'injuries'>,
  userId: string,
  injuryId: string,
  expected: readonly number[],
  patch: InjuryPatch,
): Promise<Versioned<StoredInjury>> =>
  injuries.update(userId, injuryId, expected, (injury) => checkedInjury(patched(isStoredInjury, injury, patch)));

const withDefaults = ({ side = 'none', blockedMovementPatterns = [], ...input }: InjuryInput): StoredInjury => ({
  ...input,
  side,
  blockedMovementPatterns,
});

function checkedInjury(injury: StoredInjury): StoredInjury {
  if (injury.until === undefined || injury.until >= injury.since) return injury;
  throw invalidInput([
    { in: 'body', pointer: '/until', code: 'injury.ends-before-it-begins', message: 'must not be before since' },
  ]);
}
