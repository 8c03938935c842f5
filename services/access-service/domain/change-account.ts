import type { Principal } from '@gymcoach/core/auth';
import { AppError } from '@gymcoach/core/errors';
import type { Once } from '@gymcoach/core/table';
import type { Account } from './account.schema.ts';
import { type AssignmentPorts, nextSecond } from './assign-role.ts';
import { whileOvertaken } from './attempts.ts';
import { knownAccount } from './known-person.ts';
import type { AccessChange, AccountRecord } from './ports.ts';
import { settled } from './settled.ts';

/** One request of an admin about an account. */
export interface AccountRequest {
  readonly caller: Pick<Principal, 'userId'>;
  readonly userId: string;
  readonly reason: string;
  readonly once: Once;
}

/**
 * Refuses everything to the account, and its tokens for good. Throws 404, 409 `conflict.last-admin` or
 * `state.transition-invalid`, 503.
 */
export const suspendAccount = (ports: AssignmentPorts, request: AccountRequest): Promise<AccountRecord> =>
  signedOut(ports, request, 'account.suspended', (account, validAfter) =>
    moved(account, 'active', { status: 'suspended', validAfter }),
  );

/** Takes every token issued until now. Throws 404, 503. */
export const signOutAccount = (ports: AssignmentPorts, request: AccountRequest): Promise<AccountRecord> =>
  signedOut(ports, request, 'account.signed-out', (account, validAfter) => ({ ...account, validAfter }));

/** Lets a suspended person in again. Throws 404, 409 `state.transition-invalid` for any other state, 503. */
export const reinstateAccount = (ports: AssignmentPorts, request: AccountRequest): Promise<AccountRecord> =>
  changed(ports, request, 'account.reinstated', (account) => moved(account, 'suspended', { status: 'active' }));

/** The state of an account, as it is answered. */
export const presentAccount = ({ userId, status, validAfter, revokedGroups, version }: AccountRecord) => {
  const body: Account = {
    ...{ userId, status, revokedGroups: [...revokedGroups], version },
    ...(validAfter === 0 ? {} : { validAfter: new Date(validAfter * 1000).toISOString() }),
  };
  return { version: { id: userId, number: version }, body };
};

/** Undefined when it is so already. What leads to any other state, an erasure perhaps, has its own way back or none. */
function moved(account: AccountRecord, from: string, to: Pick<AccountRecord, 'status'> & Partial<AccountRecord>) {
  if (account.status === to.status) return undefined;
  if (account.status === from) return { ...account, ...to };
  throw new AppError('conflict', 'state.transition-invalid', `Only an account that is ${from} can be changed so.`);
}

type Change = (account: AccountRecord, validAfter: number) => AccountRecord | undefined;

/** The table first: the user pool only ends the sessions, and a repeat mends a call to it that failed. */
async function signedOut(ports: AssignmentPorts, request: AccountRequest, action: string, change: Change) {
  const account = await changed(ports, request, action, change);
  await ports.directory.signOut(request.userId);
  return account;
}

async function changed(
  ports: AssignmentPorts,
  { caller, userId, reason, once }: AccountRequest,
  action: string,
  change: Change,
): Promise<AccountRecord> {
  const { access, now } = ports;
  await whileOvertaken(async () => {
    const account = await knownAccount(ports, userId);
    const next = change(account, Math.max(account.validAfter, nextSecond(now())));
    if (next === undefined) return 'done'; // it is so already
    const record = { actor: caller.userId, action, subject: userId, resource: { kind: 'user', id: userId }, reason };
    const count = await countAfter(ports, account, next);
    const written = await access.commit({ userId, account: next, ...count, record }, once);
    return settled(written);
  });
  return knownAccount(ports, userId);
}

/** Only admins who can act are counted, so that the last one is really one. */
async function countAfter(
  { access }: Pick<AssignmentPorts, 'access'>,
  before: AccountRecord,
  after: AccountRecord,
): Promise<Pick<AccessChange, 'assignment' | 'members'>> {
  const previous = await access.assignment(after.userId, 'admin');
  const counted = after.status === 'active';
  if (before.status === after.status) return {};
  if (!counted && previous?.counted !== true) {
    // Who is in the group by hand has no row: only the user pool knows, so one who is counted must stay in any case.
    return after.revokedGroups.includes('admin') ? {} : { members: { role: 'admin', by: 0, need: 'one-stays' } };
  }
  if (previous === undefined || previous.counted === counted) return {};
  return {
    assignment: { previous, next: { ...previous, counted, version: previous.version + 1 } },
    members: counted ? { role: 'admin', by: 1, need: 'any' } : { role: 'admin', by: -1, need: 'one-stays' },
  };
}
