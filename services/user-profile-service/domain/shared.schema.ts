import { Type } from 'typebox';

const ULID = '[0-9A-HJKMNP-TV-Z]{26}';

/** Path of everything that belongs to one person; by the time it is checked, `me` has become the caller's id. */
export const userId = Type.String({ format: 'uuid', description: 'The person: a user id, or `me`' });

export const UserPath = Type.Object({ userId }, { additionalProperties: false });

/** Prefixed ULID: `inj_01J8Z3...`. */
export const idOf = (prefix: string) => Type.String({ pattern: `^${prefix}_${ULID}$`, maxLength: prefix.length + 27 });

/** What every versioned resource answers about itself. */
export const stamps = {
  version: Type.Integer({ minimum: 0, description: 'Also in the ETag' }),
  createdAt: Type.Optional(Type.String({ format: 'date-time' })),
  updatedAt: Type.Optional(Type.String({ format: 'date-time' })),
};
