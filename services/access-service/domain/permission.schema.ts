import { type Static, Type } from 'typebox';

const PermissionEntry = Type.Object(
  {
    permission: Type.String({ examples: ['plan:read'] }),
    kind: Type.String(),
    verb: Type.String(),
    description: Type.String(),
  },
  { $id: 'Permission' },
);
export type PermissionEntry = Static<typeof PermissionEntry>;

export const Permissions = Type.Object({ items: Type.Array(PermissionEntry) });
