import { PageQuery } from '@gymcoach/middleware/contract/page';
import { type Static, Type } from 'typebox';

const party = (description: string) =>
  Type.String({ pattern: '^(system|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$', maxLength: 36, description });

/** Exactly one of the three. */
export const AuditQuery = Type.Object(
  {
    ...PageQuery.properties,
    subject: Type.Optional(party('What concerns this person; `system` for roles')),
    actor: Type.Optional(party('What this person did, or was refused')),
    day: Type.Optional(Type.String({ format: 'date', description: 'What happened on this day, in UTC' })),
  },
  { additionalProperties: false },
);
export type AuditQuery = Static<typeof AuditQuery>;

export const AuditEvent = Type.Object(
  {
    id: Type.String(),
    time: Type.String({ format: 'date-time' }),
    actor: Type.String(),
    action: Type.String({ description: 'What was done; of a refusal: what was missing' }),
    subject: Type.String(),
    resource: Type.Object({ kind: Type.String(), id: Type.String() }),
    outcome: Type.Enum(['done', 'refused']),
    reason: Type.Optional(Type.String()),
    count: Type.Optional(Type.Integer({ minimum: 1, description: 'Refusals of this kind within the minute' })),
  },
  { $id: 'AuditEvent' },
);
