import type { DocumentedRoute } from './documented-routes.ts';
import type { Facts } from './principals.ts';

/** What a caller is answered before anything else of the request is looked at. */
export type ExpectedAnswer = 'passes' | '401' | '403 suspended' | '403' | '404';

const EVERYWHERE = ['read', 'list', 'create', 'update', 'delete'];
/** The model's table of what a user may do on own things; `+` adds to the verbs that exist everywhere. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  profile: [...EVERYWHERE, 'export'],
  preferences: EVERYWHERE,
  plan: EVERYWHERE,
  session: EVERYWHERE,
  nutrition: EVERYWHERE,
  photo: EVERYWHERE,
  upload: [...EVERYWHERE, 'presign'],
  chat: [...EVERYWHERE, 'invoke'],
  goal: EVERYWHERE,
  injury: EVERYWHERE,
  'training-profile': EVERYWHERE,
  'own-exercise': EVERYWHERE,
  'exercise-setting': EVERYWHERE,
  schedule: EVERYWHERE,
  consent: EVERYWHERE,
  notification: ['read', 'list', 'update', 'delete'],
  analytics: ['read', 'list', 'export'],
  sync: ['read', 'list'],
  'access-log': ['read', 'list'],
  assignment: [...EVERYWHERE, 'accept'],
};
const COACHED = [
  ...['plan', 'session', 'nutrition', 'goal', 'analytics', 'photo', 'own-exercise', 'exercise-setting', 'schedule'],
  ...['training-profile', 'injury'],
];
const WRITTEN_BY_COACH = ['plan', 'nutrition', 'goal'];

/** The answer that the model gives, from its tables and in its words: nothing of the code that is under test is used. */
export function expectedAnswer(route: DocumentedRoute, facts: Facts): ExpectedAnswer {
  if (route.access === 'public') return 'passes';
  if (facts.unauthenticated) return '401';
  if (facts.suspended) return '403 suspended';
  if (route.permission === undefined) return 'passes';
  const [kind = '', verb = ''] = route.permission.split(':');
  const own = route.owner === 'caller' || (facts.own === true && route.owner === 'person');
  const link = route.owner === 'person' ? facts.link : undefined;
  // A denial of what one may do for others takes nothing of what is one's own.
  const denied = facts.deniedOnlyAssigned === true && own ? [] : (facts.denied ?? []);
  const who = { ...facts, own, link, denied };
  if (may(kind, verb, who)) return 'passes';
  const mayKnow = own || route.owner === 'system' || may(kind, 'read', who) || may(kind, 'list', who);
  return mayKnow ? '403' : '404';
}

interface Who extends Omit<Facts, 'own' | 'link'> {
  readonly own: boolean;
  readonly link: Facts['link'] | undefined;
}

function may(kind: string, verb: string, who: Who): boolean {
  const { own, admin, coach, link, allowed = [], denied = [] } = who;
  const names = (list: readonly string[]): boolean => list.includes('*') || list.includes(`${kind}:${verb}`);
  const isAdminOnly = ['role', 'audit'].includes(kind) || (kind === 'user' && !['read', 'list'].includes(verb));
  const isNotOnOneself = ['user:assignRole', 'role:assign', 'user:disable', 'user:delete'].includes(`${kind}:${verb}`);

  if (kind === 'audit' && ['create', 'update', 'delete'].includes(verb)) return false;
  if (isNotOnOneself && own) return false;
  if (admin) return true;
  if (isAdminOnly || names(denied)) return false;
  if (names(allowed)) return true;
  if (own && OWN[kind]?.includes(verb)) return true;
  if (!coach || link === undefined) return false;
  if (kind === 'assignment') return ['read', 'list', 'delete'].includes(verb);
  if (!link.areas.includes(kind)) return false;
  if (kind === 'profile') return verb === 'read';
  if (COACHED.includes(kind) && ['read', 'list'].includes(verb)) return true;
  return link.canWrite && WRITTEN_BY_COACH.includes(kind) && ['create', 'update'].includes(verb);
}
