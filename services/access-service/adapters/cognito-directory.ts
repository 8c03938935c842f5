import type { UserPool } from '@gymcoach/core/clients/cognito';
import type { Directory } from '../domain/ports.ts';

/** The user pool in Cognito. Its client is heavy: the first call that needs it loads it. */
export function cognitoDirectory(userPoolId: string): Directory {
  let opening: Promise<UserPool> | undefined;
  const pool = (): Promise<UserPool> => {
    opening ??= import('@gymcoach/core/clients/cognito').then(({ openUserPool }) => openUserPool(userPoolId));
    return opening;
  };
  return {
    exists: async (userId) => (await pool()).exists(userId),
    addToGroup: async (userId, group) => (await pool()).addToGroup(userId, group),
    removeFromGroup: async (userId, group) => (await pool()).removeFromGroup(userId, group),
    signOut: async (userId) => (await pool()).signOut(userId),
  };
}
