import { type TSchema, Type } from 'typebox';

/** Query of every paged route; a route with filters composes its own from these. */
export const PageQuery = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 25, description: 'Items per page' }),
    cursor: Type.Optional(Type.String({ maxLength: 1024, description: '`page.nextCursor` of the page before' })),
  },
  { additionalProperties: false },
);

/** Answer of every paged route. */
export const pageOf = <S extends TSchema>(item: S) =>
  Type.Object({
    items: Type.Array(item),
    page: Type.Object({
      nextCursor: Type.Optional(Type.String({ description: 'Valid for 24 hours, for the same caller and list' })),
      hasMore: Type.Boolean(),
    }),
  });
