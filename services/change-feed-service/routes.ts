import { UserPath } from '@gymcoach/middleware/contract/fields';
import { route } from '@gymcoach/middleware/contract/route';
import { ChangesPage, ChangesQuery } from './domain/change.schema.ts';

export const listChanges = route({
  method: 'GET',
  path: '/v1/users/{userId}/changes',
  summary: 'Changes of what belongs to a person, in order',
  description: `Every change has a number of its own, and \`since\` is the last one that was seen: it does not expire with the
day and is no secret, for it counts in one person's feed only. Go on while \`hasMore\`; then keep \`nextCursor\` and ask again
later: on start, on return to the foreground, after a push, and otherwise once a minute at most. Changes come at least once
and in order; a resource that has the version already needs nothing. They are kept for 90 days: after that 410
\`sync.cursor-expired\` tells in \`errors[0].params.resumeAfter\` where to go on once everything was read anew.`,
  permission: 'sync:read',
  params: UserPath,
  query: ChangesQuery,
  refusals: [410],
  returns: { 200: ChangesPage },
});
