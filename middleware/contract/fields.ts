import { Type } from 'typebox';
import { patterns } from './runtime.ts';

const ULID = '[0-9A-HJKMNP-TV-Z]{26}';

/** A person's id: the `sub` of their tokens. */
export const personId = Type.String({ format: 'uuid' });

const UUID = patterns.uuid.source.slice(1, -1); // without its anchors

/** Subject of a path; by the time it is checked, `me` has become the caller's id. */
export const userId = Type.String({
  pattern: `^(me|${UUID})$`,
  maxLength: 36,
  description: 'The person: a user id, or `me`',
  examples: ['me'],
});

/** Path of everything that belongs to one person. */
export const UserPath = Type.Object({ userId }, { additionalProperties: false });

/** Prefixed ULID: `inj_01J8Z3...`. */
export const idOf = (prefix: string) => Type.String({ pattern: `^${prefix}_${ULID}$`, maxLength: prefix.length + 27 });

/** What every versioned resource answers about itself. */
export const stamps = {
  version: Type.Integer({ minimum: 0, description: 'Also in the ETag' }),
  createdAt: Type.Optional(Type.String({ format: 'date-time' })),
  updatedAt: Type.Optional(Type.String({ format: 'date-time' })),
};
