import { randomBytes } from 'node:crypto';
import { AppError, unavailable } from '../errors.ts';
import { sharedRead } from '../request-scope/shared-read.ts';
import { openText, sealText } from '../sealed-text.ts';
import { type Item, keys, type Table } from '../table.ts';

/** Seals the place where a page ended, so that a caller can neither read nor forge it, nor use it elsewhere. */
export interface Cursors {
  /** `binding` names caller, route and filters; the same text is needed to open. */
  seal(position: string, binding: string): Promise<string>;
  /** Throws 400 `cursor.invalid` on anything but an unexpired cursor of ours with this binding. */
  open(cursor: string, binding: string): Promise<string>;
}

interface Secret {
  readonly id: string;
  readonly key: Buffer;
}

const LIFE_SECONDS = 24 * 60 * 60;
const RELOAD_MS = 1_000;
const VERSION_BYTES = 4;
const SHAPE = /^[\w-]{44,1024}$/;

/**
 * AES-256-GCM under the key in `SECRET#CURSOR`, read once per container, when first needed, and at most once a second
 * again when a cursor names a key that is not known here: another container may have seen the rotation first.
 */
export function createCursors(table: Table, now: () => number): Cursors {
  const reader = () => sharedRead(() => loadSecrets(table));
  let secrets = reader();
  let missedAt = Number.NEGATIVE_INFINITY;
  const secretOfId = async (id: string): Promise<Secret | undefined> => {
    const find = async () => (await secrets()).find((candidate) => candidate.id === id);
    const known = await find();
    if (known !== undefined) return known;
    if (now() - missedAt >= RELOAD_MS) {
      missedAt = now();
      secrets = reader();
    }
    return find(); // also when another request reads it anew already
  };

  return {
    async seal(position, binding) {
      const [secret] = await secrets();
      if (secret === undefined) throw missing(undefined);
      const expires = Math.floor(now() / 1000) + LIFE_SECONDS;
      const sealed = sealText(secret.key, `${expires} ${position}`, binding);
      return Buffer.concat([Buffer.from(secret.id, 'hex'), sealed]).toString('base64url');
    },

    async open(cursor, binding) {
      if (!SHAPE.test(cursor)) throw invalid();
      const bytes = Buffer.from(cursor, 'base64url');
      if (bytes.toString('base64url') !== cursor) throw invalid(); // one spelling only
      const id = bytes.subarray(0, VERSION_BYTES).toString('hex');
      const secret = await secretOfId(id);
      if (secret === undefined) throw invalid();
      const [expires, position] = split(decrypt(bytes, secret, binding));
      if (!(expires > now() / 1000)) throw invalid();
      return position;
    },
  };
}

/** A fresh secret for `SECRET#CURSOR`: `current` seals and opens, `previous` still opens for one rotation. */
export function cursorSecretItem(previous?: Item): Item {
  const current = { id: randomBytes(VERSION_BYTES).toString('hex'), key: randomBytes(32).toString('base64') };
  const before = previous?.['current'];
  return {
    ...keys.cursorSecret(),
    v: 1,
    type: 'cursor-secret',
    current,
    ...(before === undefined ? {} : { previous: before }),
  };
}

function decrypt(bytes: Buffer, secret: Secret, binding: string): string {
  try {
    return openText(secret.key, bytes.subarray(VERSION_BYTES), binding);
  } catch (error) {
    throw invalid(error); // not ours, altered, or bound to another caller, route or filter
  }
}

function split(text: string): readonly [number, string] {
  const space = text.indexOf(' ');
  return [Number(text.slice(0, space)), text.slice(space + 1)];
}

async function loadSecrets(table: Table): Promise<readonly Secret[]> {
  const item = await table.get(keys.cursorSecret());
  const found = [item?.['current'], item?.['previous']].flatMap((stored) => secretOf(stored));
  if (found.length === 0) throw missing(new Error('SECRET#CURSOR has no row: run `npm run cursor-key` for this stage'));
  return found;
}

function secretOf(stored: unknown): readonly Secret[] {
  if (typeof stored !== 'object' || stored === null) return [];
  const { id, key } = stored as { id?: unknown; key?: unknown }; // both are checked on the next line
  return typeof id === 'string' && typeof key === 'string' ? [{ id, key: Buffer.from(key, 'base64') }] : [];
}

const missing = (cause: unknown): AppError =>
  unavailable('dependency.unavailable', 'Lists cannot be paged now.', cause);
const invalid = (cause?: unknown): AppError =>
  new AppError('bad-request', 'cursor.invalid', 'The cursor is not valid here, or has expired.', { cause });
