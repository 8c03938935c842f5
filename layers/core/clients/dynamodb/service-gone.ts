import { unavailable } from '../../errors.ts';

/** After the last attempt: there is no service to be had. */
export const serviceGone = (cause: unknown): Error =>
  unavailable('dependency.unavailable', 'A service that this request needs is not available at the moment.', cause);
