import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { InvitationTokens } from '../domain/coaching-ports.ts';

const SALT_BYTES = 32;

/**
 * The token is the HMAC of the idempotency key under a random salt, so the sender gets the same one again when an answer
 * was lost. The table holds the salt and the token's SHA-256, not the token. To anybody without the table a token is 256
 * bits; who reads the table can test guesses of the idempotency key, so there a token is only as strong as that key.
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
