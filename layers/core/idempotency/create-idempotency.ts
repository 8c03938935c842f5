import { createHash, createHmac, randomUUID } from 'node:crypto';
import { isConditionFailed } from '../clients/dynamodb.ts';
import { AppError } from '../errors.ts';
import { openText, sealText } from '../sealed-text.ts';
import { type Item, keys, type Once, type Table, unmarshal } from '../table.ts';
import { canonicalJson, inProgress, REMEMBERED_SECONDS } from '../writes.ts';

/** A request with an idempotency key. Key, caller, method and route name it; the rest must be equal in a repeat. */
export interface Use {
  readonly principalId: string;
  readonly method: string;
  /** Route template. */
  readonly route: string;
  readonly key: string;
  /** Concrete path, `me` resolved. */
  readonly path: string;
  readonly query: unknown;
  /** As parsed. */
  readonly body: unknown;
  /** Milliseconds after which the function that carries it out has ended, one way or another. */
  readonly lockMs: number;
}

/** What was answered, without what the outer chain adds anew to each answer. */
export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** A request to carry out, or the answer that it had before. */
export type Begun = { readonly use: Once; readonly answer?: never } | { readonly answer: StoredAnswer };

/** Answers that are given once per idempotency key and remembered for 24 hours. */
export interface Idempotency {
  /**
   * Takes the key for this request. Throws 422 `idempotency.key-reused` when it was used for another one, 409
   * `idempotency.in-progress` while that one is carried out. Who was cut off is taken over from when its time has passed.
   */
  begin(use: Use): Promise<Begun>;
  /** Remembers the answer, unless another use has taken over. */
  finish(use: Use, begun: Attempt, answer: StoredAnswer): Promise<void>;
  /** Remembers nothing: the next use may begin at once, and is told what this one has made. */
  release(begun: Attempt): Promise<void>;
}

type Attempt = Pick<Once, 'row' | 'attempt'>;

/** A row of the table holds 400 kB. A longer answer is made anew for a repeat, from what the first one made. */
const MAX_ANSWER_BYTES = 300_000;
/** Tries to take a row that changes meanwhile; each one lost is another use's success. */
const ATTEMPTS = 5;

/**
 * One row per key in the ephemeral table: who carries it out and until when, what it has made (`once` writes that in the
 * transaction of the effect), and the answer. The answer is sealed under the idempotency key, which is not
 * stored: whoever reads the table reads no personal data. Expiry is compared, for TTL deletes late.
 */
export function createIdempotency(ephemeral: Table, now: () => number): Idempotency {
  /** Nothing, once another use has taken over. */
  const note = async ({ row, attempt }: Attempt, set: Readonly<Record<string, string | number>>): Promise<void> => {
    await unlessTaken(ephemeral.write([{ update: row, set, when: { fields: [['attempt', '=', attempt]] } }]));
  };
  const release = (begun: Attempt): Promise<void> => note(begun, { lockedUntil: 0 });

  return {
    release,

    async begin(use) {
      const row = keys.idempotency(digest('row', use).toString('hex'));
      const attempt = randomUUID();
      const begun = (made: string | undefined): Begun => ({
        use: { key: use.key, path: use.path, row, attempt, made },
      });
      const fingerprint = fingerprintOf(use);
      for (let tries = 0; tries < ATTEMPTS; tries++) {
        const lockedUntil = now() + use.lockMs;
        const seconds = Math.floor(now() / 1000);
        const fresh = { v: 1, type: 'idempotency', fingerprint, attempt, lockedUntil };
        const put = { ...row, ...fresh, expiresAt: seconds + REMEMBERED_SECONDS };
        const earlier = await unlessTaken(ephemeral.write([{ put, when: { absentOrExpired: seconds } }]));
        if (earlier === undefined) return begun(undefined);
        if (earlier['attempt'] === attempt) return begun(undefined); // our own write, whose answer was lost
        if (earlier['fingerprint'] === undefined) continue; // it is gone by now
        if (earlier['fingerprint'] !== fingerprint) throw reused();
        const { answer, made } = earlier;
        if (typeof answer === 'string') return { answer: opened(answer, use, row.PK) };
        if (Number(earlier['lockedUntil']) > now()) throw inProgress();
        const fields = [
          ['attempt', '=', earlier['attempt'] ?? ''],
          ['made', ...(made === undefined ? (['absent'] as const) : (['=', made] as const))],
        ] as const;
        const other = await unlessTaken(
          ephemeral.write([{ update: row, set: { attempt, lockedUntil }, when: { fields } }]),
        );
        if (other === undefined || other['attempt'] === attempt) {
          return begun(typeof made === 'string' ? made : undefined);
        }
      }
      throw inProgress();
    },

    async finish(use, begun, answer) {
      const text = JSON.stringify(answer);
      if (Buffer.byteLength(text) > MAX_ANSWER_BYTES) return release(begun);
      await note(begun, { answer: sealText(digest('answer', use), text, begun.row.PK).toString('base64') });
    },
  };
}

/** Undefined when written; else the row that stood against it. */
async function unlessTaken(writing: Promise<void>): Promise<Item | undefined> {
  try {
    await writing;
    return undefined;
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    const item = error.reasons[0]?.item;
    return item === undefined ? {} : unmarshal(item);
  }
}

// One field per line: none of them can contain a line feed, so distinct scopes give distinct texts.
const digest = (purpose: 'row' | 'request' | 'answer', { principalId, method, route, key }: Use): Buffer =>
  createHash('sha256').update([purpose, principalId, method, route, key].join('\n')).digest();

/** Under the key, so that nobody can test guesses of a body against it. */
function fingerprintOf(use: Use): string {
  const request = canonicalJson([use.path, use.query, use.body ?? null]);
  return createHmac('sha256', digest('request', use)).update(request).digest('base64');
}

function opened(answer: string, use: Use, binding: string): StoredAnswer {
  // What was sealed is an answer, and nobody without the key can have changed it.
  return JSON.parse(openText(digest('answer', use), Buffer.from(answer, 'base64'), binding)) as StoredAnswer;
}

const reused = (): AppError =>
  new AppError('unprocessable', 'idempotency.key-reused', 'This idempotency key was used for another request.');
