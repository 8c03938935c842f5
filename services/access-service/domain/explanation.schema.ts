import { personId } from '@gymcoach/middleware/contract/fields';
import { type Static, Type } from 'typebox';

export const Question = Type.Object(
  {
    subject: Type.String({ format: 'uuid', description: 'Whose permission is in question' }),
    permission: Type.String({ minLength: 3, maxLength: 60, format: 'line', examples: ['plan:read'] }),
    path: Type.String({
      pattern: '^/v1(/[A-Za-z0-9_-]{1,64}){1,10}$',
      maxLength: 500,
      description: 'A concrete path of the API: it says whose resource it is',
    }),
  },
  { additionalProperties: false },
);
export type Question = Static<typeof Question>;

export const Explanation = Type.Object(
  {
    subject: personId,
    permission: Type.String(),
    owner: Type.String({ description: 'Whose resource the path names: a user id, or `system`' }),
    roles: Type.Array(Type.String(), { description: 'Roles that count for the subject now' }),
    allow: Type.Boolean(),
    rule: Type.String({ description: 'The rule that decided' }),
    scope: Type.Optional(
      Type.Enum(['own', 'assigned', 'shared', 'any'], { description: 'By which scope it is allowed' }),
    ),
    missing: Type.Optional(Type.String({ description: 'What would have to be granted' })),
    visible: Type.Optional(Type.Boolean({ description: 'Refused as 403 when true, as 404 when not' })),
  },
  { $id: 'Explanation' },
);
export type Explanation = Static<typeof Explanation>;
