import { type Static, Type } from 'typebox';
import { atInstant } from './coaching.schema.ts';

/** One access of somebody else to a person's data. */
export const AccessLogItem = Type.Object(
  {
    id: Type.String(),
    actorId: Type.String({ description: 'Who came' }),
    role: Type.String({ description: 'As what: `coach`, or `custom` by a custom role' }),
    relationship: Type.String({ description: 'By what right: `coach-link`' }),
    kind: Type.String({ description: 'What was looked for: `injury`' }),
    verb: Type.String({ description: 'What was done: `read`' }),
    at: atInstant('When'),
  },
  { $id: 'AccessLogItem' },
);
export type AccessLogItem = Static<typeof AccessLogItem>;
