import type { Principal } from '@gymcoach/core/auth';
import type { CoachingPage, CoachingPaging, CoachingPorts, CoachLinkRecord, Invitation } from './coaching-ports.ts';

type Ports = Pick<CoachingPorts, 'coaching'>;
type List<T> = (ports: Ports, caller: Principal, paging: CoachingPaging) => Promise<CoachingPage<T>>;

/** What the caller has sent. */
export const listInvitations: List<Invitation> = ({ coaching }, { userId }, paging) =>
  coaching.listInvitations(userId, paging);

/** The links in which the caller is the coach. */
export const listClients: List<CoachLinkRecord> = ({ coaching }, { userId }, paging) =>
  coaching.listClients(userId, paging);

/** The links in which the caller is the client. */
export const listCoaches: List<CoachLinkRecord> = ({ coaching }, { userId }, paging) =>
  coaching.listCoaches(userId, paging);
