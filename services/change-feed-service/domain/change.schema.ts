import { idOf } from '@gymcoach/middleware/contract/fields';
import { validator } from '@gymcoach/middleware/contract/validator';
import { type Static, Type } from 'typebox';
import { MAX_ID_LENGTH, MAX_NAME_LENGTH, MAX_NAMES } from './change-limits.ts';

const id = Type.String({ maxLength: MAX_ID_LENGTH });
const name = Type.String({ maxLength: MAX_NAME_LENGTH });

/** The envelope that every consumer of changes gets: devices, webhooks, projections. */
export const Change = Type.Object(
  {
    id: Type.String({ ...idOf('evt'), description: 'The same for every delivery of this change' }),
    type: Type.String({
      maxLength: 128,
      description: '`gymcoach.<service>.<entity>.<created|updated|deleted>.v1`',
      examples: ['gymcoach.user-profile.injury.updated.v1'],
    }),
    time: Type.String({ format: 'date-time' }),
    actor: Type.Object(
      {
        kind: Type.Enum(['user', 'system']),
        id: Type.Optional(Type.String({ maxLength: MAX_ID_LENGTH, description: 'Who did it, where that is known' })),
      },
      { additionalProperties: false },
    ),
    subjectId: Type.String({ maxLength: MAX_ID_LENGTH, description: 'Whose feed this is' }),
    resource: Type.Object(
      { kind: name, id, version: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }) },
      { additionalProperties: false },
    ),
    data: Type.Object(
      {
        changed: Type.Array(name, {
          maxItems: MAX_NAMES,
          description: 'Names of the fields that changed; read the resource for their values',
        }),
      },
      { additionalProperties: false },
    ),
    traceId: Type.Optional(id),
  },
  { additionalProperties: false, $id: 'Change' },
);
export type Change = Static<typeof Change>;
export const isChange = validator(Change, 'hot');

export const ChangesQuery = Type.Object(
  {
    since: Type.Optional(
      Type.String({
        pattern: '^(0|[1-9][0-9]{0,11})$',
        maxLength: 12,
        description: '`page.nextCursor` of the page before. Without it: from the oldest change that is kept',
      }),
    ),
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 25, description: 'Changes per page' }),
  },
  { additionalProperties: false },
);
export type ChangesQuery = Static<typeof ChangesQuery>;

export const ChangesPage = Type.Object(
  {
    items: Type.Array(Change),
    page: Type.Object({
      nextCursor: Type.String({
        description: 'Always there: `since` of the next page, now or weeks later. A number, no secret',
      }),
      hasMore: Type.Boolean(),
    }),
  },
  { $id: 'ChangesPage' },
);
export type ChangesPage = Static<typeof ChangesPage>;
