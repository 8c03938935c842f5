import type { AuditFilter } from '@gymcoach/core/audit';
import { invalidInput } from '@gymcoach/core/errors';
import type { AuditQuery } from './audit.schema.ts';

/** What to list. Throws 400 unless the query names exactly one of the three. */
export function auditFilter({ subject, actor, day }: Pick<AuditQuery, 'subject' | 'actor' | 'day'>): AuditFilter {
  const [only, ...others] = [
    ...(subject === undefined ? [] : [{ subject }]),
    ...(actor === undefined ? [] : [{ actor }]),
    ...(day === undefined ? [] : [{ day }]),
  ];
  if (only !== undefined && others.length === 0) return only;
  const message = 'give exactly one of subject, actor and day';
  throw invalidInput([{ in: 'query', pointer: '', code: 'audit.one-filter', message }]);
}
