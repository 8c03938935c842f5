import { Type } from 'typebox';

/** A person's id: the `sub` of their tokens. */
export const personId = Type.String({ format: 'uuid' });

/** Path of everything that is about one person; by the time it is checked, `me` has become the caller's id. */
export const userId = Type.String({ format: 'uuid', description: 'The person: a user id, or `me`' });

export const UserPath = Type.Object({ userId }, { additionalProperties: false });

/** Goes to the audit trail as it is. */
export const reason = Type.String({
  minLength: 1,
  maxLength: 500,
  format: 'line',
  description: 'Why; kept in the audit trail, so nothing personal',
});

/** What every versioned resource answers about itself. */
export const stamps = {
  version: Type.Integer({ minimum: 0, description: 'Also in the ETag' }),
  createdAt: Type.Optional(Type.String({ format: 'date-time' })),
  updatedAt: Type.Optional(Type.String({ format: 'date-time' })),
};
