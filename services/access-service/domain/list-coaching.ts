import type { Principal } from '@gymcoach/core/auth';
import type { CoachingPage, CoachingPaging, CoachingPorts, CoachLinkRecord, Invitation } from './coaching-ports.ts';
import { decideCoaching } from './decide-coaching.ts';

type Ports = Pick<CoachingPorts, 'coaching' | 'now' | 'onRefusal'>;
type List<T> = (ports: Ports, caller: Principal, paging: CoachingPaging) => Promise<CoachingPage<T>>;

/** What the caller has sent. Throws like `decideCoaching`, as do the other lists. */
export const listInvitations: List<Invitation> = async (ports, caller, paging) => {
  await decideCoaching(ports, caller, 'assignment:list');
  return ports.coaching.listInvitations(caller.userId, paging);
};

/** The links in which the caller is the coach. */
export const listClients: List<CoachLinkRecord> = async (ports, caller, paging) => {
  await decideCoaching(ports, caller, 'assignment:list');
  return ports.coaching.listClients(caller.userId, paging);
};

/** The links in which the caller is the client. */
export const listCoaches: List<CoachLinkRecord> = async (ports, caller, paging) => {
  await decideCoaching(ports, caller, 'assignment:list');
  return ports.coaching.listCoaches(caller.userId, paging);
};
