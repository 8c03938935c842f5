import { stamps } from '@gymcoach/middleware/contract/fields';
import { validator } from '@gymcoach/middleware/contract/validator';
import { type Static, Type } from 'typebox';

export const roleName = Type.String({ pattern: '^[a-z][a-z0-9-]{2,39}$', maxLength: 40 });

const entries = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 80, format: 'line' }), { maxItems: 200, description });
const allow = entries('`kind:verb` or `kind:verb:scope`; scope `own` where none is given');
const deny = entries('`kind:verb` or `kind:verb:scope`; scope `any` where none is given');
const disabled = Type.Boolean({ description: 'A disabled role grants and denies nothing' });

/** A custom role's document as it is stored; its entries are checked against the catalogue before. */
const StoredRole = Type.Object({ allow, deny, disabled }, { additionalProperties: false });
export type StoredRole = Static<typeof StoredRole>;
export const isStoredRole = validator(StoredRole);

export const RoleInput = Type.Object(
  { name: roleName, allow, deny: Type.Optional(deny), disabled: Type.Optional(disabled) },
  { additionalProperties: false },
);
export type RoleInput = Static<typeof RoleInput>;

export const RolePatch = Type.Object(
  { allow: Type.Optional(allow), deny: Type.Optional(deny), disabled: Type.Optional(disabled) },
  { additionalProperties: false, minProperties: 1 },
);
export type RolePatch = Static<typeof RolePatch>;

export const RolePath = Type.Object({ role: roleName }, { additionalProperties: false });

export const Role = Type.Object(
  {
    name: roleName,
    builtIn: Type.Boolean({
      description: 'Built-in roles cannot be changed; their members are groups of the user pool',
    }),
    allow,
    deny,
    disabled,
    members: Type.Optional(Type.Integer({ minimum: 0, description: 'How many people it is assigned to' })),
    ...stamps,
  },
  { $id: 'Role' },
);
export type Role = Static<typeof Role>;
