import { personId } from '@gymcoach/middleware/contract/fields';
import { validator } from '@gymcoach/middleware/contract/validator';
import { type Static, Type } from 'typebox';
import { reason } from './reason.schema.ts';

const whole = { minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

/** What an account row says beyond a token; `validAfter` in epoch seconds. */
const StoredAccount = Type.Object(
  {
    status: Type.String({ maxLength: 40 }),
    validAfter: Type.Integer(whole),
    revokedGroups: Type.Array(Type.String({ maxLength: 128 }), { maxItems: 100 }),
    version: Type.Integer(whole),
  },
  { additionalProperties: false },
);
export type StoredAccount = Static<typeof StoredAccount>;
export const isStoredAccount = validator(StoredAccount);

export const AccountAction = Type.Object({ reason }, { additionalProperties: false });

export const Account = Type.Object(
  {
    userId: personId,
    status: Type.String({ description: 'Anything but `active` is refused' }),
    validAfter: Type.Optional(Type.String({ format: 'date-time', description: 'Tokens issued before are refused' })),
    revokedGroups: Type.Array(Type.String(), { description: 'Groups that no longer count, whatever a token says' }),
    version: Type.Integer({ minimum: 0 }),
  },
  { $id: 'Account' },
);
export type Account = Static<typeof Account>;
