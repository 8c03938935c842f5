import type { TokenVerifier } from '@gymcoach/core/auth';
import { AppError } from '@gymcoach/core/errors';

/** A person of the tests; their groups are in the token. */
export interface Person {
  readonly id: string;
  readonly groups: readonly string[];
}

/** What somebody sends as `Authorization`, and who that is. `issuedAt` in epoch seconds. @default now */
export type Tokens = ReadonlyMap<string, Person & { readonly issuedAt?: number | undefined }>;

/** Takes a token at its word: signatures have their own tests. `now` in epoch milliseconds. */
export const trustingVerifier = (tokens: Tokens, now: () => number): Pick<TokenVerifier, 'verify'> => ({
  async verify(header) {
    const person = tokens.get(header ?? '');
    if (person === undefined) throw new AppError('unauthenticated', 'auth.token-invalid', 'No token.');
    const issuedAt = person.issuedAt ?? Math.floor(now() / 1_000);
    return { userId: person.id, groups: person.groups, issuedAt, expiresAt: issuedAt + 3_600 };
  },
});
