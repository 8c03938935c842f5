import { notFound } from '@gymcoach/core/errors';
import type { AccessStore, AccountRecord, Directory } from './ports.ts';

/** A person's account, active while nothing is stored. Throws 404 when the user pool does not know them. */
export async function knownAccount(
  {
    access,
    directory,
  }: { readonly access: Pick<AccessStore, 'account'>; readonly directory: Pick<Directory, 'exists'> },
  userId: string,
): Promise<AccountRecord> {
  const account = await access.account(userId);
  if (account !== undefined) return account;
  if (!(await directory.exists(userId))) throw notFound();
  return { userId, status: 'active', validAfter: 0, revokedGroups: [], version: 0 };
}
