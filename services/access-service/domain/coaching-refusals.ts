import type { Permission } from '@gymcoach/core/auth';
import { AppError } from '@gymcoach/core/errors';
import type { CoachingPorts } from './coaching-ports.ts';

/** The caller knows of the thing and may not do this to it; reported before it is thrown. */
export async function notAllowed(
  { onRefusal }: Pick<CoachingPorts, 'onRefusal'>,
  actor: string,
  permission: Permission,
): Promise<AppError> {
  await onRefusal({ actor, permission });
  return new AppError('forbidden', 'authz.permission-missing', 'You may not do this.');
}

/** The thing is in a state that knows no such step. */
export const wrongState = (message: string): AppError => new AppError('conflict', 'state.transition-invalid', message);
