import { Type } from 'typebox';

/** Goes to the audit trail as it is. */
export const reason = Type.String({
  minLength: 1,
  maxLength: 500,
  format: 'line',
  description: 'Why; kept in the audit trail, so nothing personal',
});
