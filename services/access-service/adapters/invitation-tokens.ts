import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { InvitationTokens } from '../domain/coaching-ports.ts';

const SALT_BYTES = 32;

/**
 * 256-bit tokens. The table holds a salt and the token's SHA-256; the token itself is the HMAC of the idempotency key
 * under the salt. So the sender gets the same token again when an answer was lost, and nobody can read one in the table.
 */
export const invitationTokens: InvitationTokens = {
  newSalt: () => randomBytes(SALT_BYTES).toString('base64url'),
  tokenOf: (salt, idempotencyKey) =>
    createHmac('sha256', Buffer.from(salt, 'base64url')).update(idempotencyKey).digest('base64url'),
  hashOf: (token) => createHash('sha256').update(token).digest('base64url'),
  matches(token, hash) {
    const [given, stored] = [Buffer.from(this.hashOf(token)), Buffer.from(hash)];
    return given.length === stored.length && timingSafeEqual(given, stored);
  },
};
