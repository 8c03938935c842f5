import { type DemoUser, demoUsers, findDemoUser } from '../demo-users.ts';
import type { Endpoints } from '../endpoints.ts';
import { signIn } from '../sign-in.ts';

/** Calls the API as one of the demo users. */
export type Caller = (
  method: string,
  path: string,
  body?: object,
  headers?: Readonly<Record<string, string>>,
) => Promise<Response>;

const PROFILES: Readonly<Record<string, object>> = {
  member: {
    displayName: 'Maya Member',
    bio: 'Lifts three times a week, runs when it rains.',
    birthDate: '1991-04-17',
    heightMm: 1720,
    sexForEnergy: 'female',
  },
  other: { displayName: 'Otto Other', birthDate: '1984-11-02', heightMm: 1815, sexForEnergy: 'male' },
  coach: { displayName: 'Cora Coach', bio: 'Strength coach since 2009.', birthDate: '1979-08-30' },
  admin: { displayName: 'Ada Admin' },
};
const INJURIES: readonly object[] = [
  {
    bodyPart: 'knee',
    side: 'left',
    severity: 'mild',
    since: '2026-03-02',
    blockedMovementPatterns: ['jump', 'lunge'],
    note: 'Aches after long descents.',
  },
  { bodyPart: 'shoulder', side: 'right', severity: 'moderate', since: '2025-09-10', until: '2025-12-01' },
];

/**
 * The sample data of the demo users, written as they would write it themselves: over HTTP, with their own tokens.
 * Repeating it does no harm. Throws at the first answer that is neither success nor "there already".
 */
export const seedSamples = ({ api, cognito }: Pick<Endpoints, 'api' | 'cognito'>): Promise<void> =>
  writeSamples(async (user) => callerFor(api, await signIn(cognito, user)));

/** The same for who reaches the API by another way. */
export async function writeSamples(callAs: (user: DemoUser) => Caller | Promise<Caller>): Promise<void> {
  for (const user of demoUsers) await (await callAs(user))('PUT', 'profile', PROFILES[user.name]);
  const call = await callAs(findDemoUser('member'));
  await patch(call, 'preferences', { locale: 'en-GB', timeZone: 'Europe/London', units: { distance: 'mi' } });
  await patch(call, 'training-profile', {
    experience: 'intermediate',
    goals: ['strength', 'general-health'],
    daysPerWeek: 3,
    minutesPerSession: 75,
  });
  for (const [index, injury] of INJURIES.entries()) {
    await call('POST', 'injuries', injury, { 'idempotency-key': `demo-data-injury-${index}` });
  }
}

async function patch(call: Caller, path: string, changes: object): Promise<void> {
  const current = await call('GET', path);
  await call('PATCH', path, changes, { 'if-match': current.headers.get('etag') ?? '' });
}

function callerFor(api: string, token: string): Caller {
  return async (method, path, body, headers = {}) => {
    const url = `${api}/v1/users/me/${path}`;
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok && response.status !== 409)
      throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
    return response;
  };
}
