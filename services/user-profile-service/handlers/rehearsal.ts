import { rehearse } from '@gymcoach/middleware/http/rehearse';
import { deps } from '../deps.ts';
import * as routes from '../routes.ts';

/** The commonest request, for a container that is made ready beforehand. */
export const rehearsal = (): Promise<void> => rehearse(routes.getProfile, deps);
