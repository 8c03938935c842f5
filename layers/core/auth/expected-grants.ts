/** For tests: what each role may do, written out by hand from the model, apart from the tables of the code. */
export const expand = (verbs: string, ...kinds: readonly string[]): readonly string[] =>
  kinds.flatMap((kind) => verbs.split(' ').map((verb) => `${kind}:${verb}`));
const CRUDL = 'read list create update delete';
export const OWN = [
  ...expand(`${CRUDL} export`, 'profile'),
  ...expand(CRUDL, 'preferences', 'plan', 'session', 'nutrition', 'photo', 'goal', 'injury', 'training-profile'),
  ...expand(CRUDL, 'own-exercise', 'exercise-setting', 'schedule', 'consent'),
  ...expand(`${CRUDL} presign`, 'upload'),
  ...expand(`${CRUDL} invoke`, 'chat'),
  ...expand(`${CRUDL} accept`, 'assignment'),
  ...expand('read list update delete', 'notification'),
  ...expand('read list export', 'analytics'),
  ...expand('read list', 'sync', 'access-log'),
].sort();
export const COACH_SEES = [
  ...expand('read list', 'plan', 'session', 'nutrition', 'goal', 'analytics', 'photo', 'own-exercise'),
  ...expand('read list', 'exercise-setting', 'schedule', 'training-profile', 'injury'),
  'profile:read',
];
export const COACH_WRITES = expand('create update', 'plan', 'nutrition', 'goal');
export const OF_LINK = expand('read list delete', 'assignment');
