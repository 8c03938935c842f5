import { createTokenVerifier } from '@gymcoach/core/auth';
import fc from 'fast-check';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { CLIENT, createTestKey, ISSUER, jwksText, POOL } from '../../layers/core/auth/test-pool.ts';
import { forgeMutant, type Mutant, mutant } from '../authz/tokens/mutations.ts';
import { type ReadToken, STRICTER_RULES } from '../authz/tokens/stricter-rules.ts';
import { REAL_TIMERS } from '../support/fake-date.ts';
import { isProving, recordResult } from '../support/proof-results.ts';

const SEED = 20_261_122;
const RUNS = isProving ? 20_000 : 2_000;
// A whole second, so that the rules on fractions are met from both sides.
const now = Math.floor(Date.now() / 1_000);
const pool = createTestKey('key-1');
const second = createTestKey('key-2');
const signers = { pool, second, impostor: createTestKey('key-1') };
const keySet = jwksText(pool, second);

const tally = { bothTake: 0, bothRefuse: 0, strictly: 0 };
const byRule: Record<string, number> = {};
const unexplained = new Set<string>();

beforeAll(() => {
  jest.useFakeTimers({ now: now * 1_000, doNotFake: REAL_TIMERS });
});
afterAll(() => {
  jest.useRealTimers();
  recordResult('jose-differential', {
    seed: SEED,
    cases: RUNS,
    unexplained: unexplained.size,
    reasons: [...unexplained],
    ...tally,
    refusedByStricterRule: byRule,
  });
});

test(`agrees with jose on ${RUNS} mutants, but for the stated stricter rules`, async () => {
  const ours = createTokenVerifier({ userPoolId: POOL, clientId: CLIENT, jwks: keySet, fetchJwks: async () => keySet });
  const theirs = createLocalJWKSet(JSON.parse(keySet));

  const disagreement = async (one: Mutant): Promise<string | undefined> => {
    const token = forgeMutant(one, signers, now);
    const taken = await succeeds(ours.verify(`Bearer ${token}`));
    const byJose = await succeeds(
      jwtVerify(token, theirs, {
        algorithms: ['RS256'],
        issuer: ISSUER,
        requiredClaims: ['exp', 'iat', 'sub'],
        currentDate: new Date(now * 1_000),
      }),
    );
    if (!byJose) {
      tally.bothRefuse += taken ? 0 : 1;
      return taken ? 'taken, though jose refuses it' : undefined;
    }
    const broken = brokenRules(token);
    for (const rule of broken) byRule[rule] = (byRule[rule] ?? 0) + 1;
    tally[taken ? 'bothTake' : 'strictly'] += 1;
    if (taken && broken.length > 0) return `taken against: ${broken.join(', ')}`;
    return !taken && broken.length === 0 ? 'refused without a stated rule' : undefined;
  };

  await fc.assert(
    fc.asyncProperty(mutant(now), async (one) => {
      const reason = await disagreement(one);
      if (reason !== undefined) unexplained.add(`${reason}: ${JSON.stringify(one)}`);
      expect(reason).toBeUndefined();
    }),
    { seed: SEED, numRuns: RUNS },
  );

  // The comparison is not vacuous: each outcome comes up often, and so does nearly every stricter rule.
  for (const count of Object.values(tally)) expect(count).toBeGreaterThan(RUNS / 20);
  expect(Object.keys(byRule).length).toBeGreaterThanOrEqual(Object.keys(STRICTER_RULES).length - 3);
}, 300_000);

/** Names of the stated rules that a token breaks which `jose` takes, and so can read. */
function brokenRules(token: string): readonly string[] {
  const parts = token.split('.');
  const texts = parts.slice(0, 2).map((part) => Buffer.from(part, 'base64url'));
  const [header, claims] = texts.map(
    (bytes): Readonly<Record<string, unknown>> => JSON.parse(new TextDecoder().decode(bytes)),
  );
  const read: ReadToken = { header: header ?? {}, claims: claims ?? {}, parts, texts, now };
  return Object.entries(STRICTER_RULES).flatMap(([rule, breaks]) => (breaks(read) ? [rule] : []));
}

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );
