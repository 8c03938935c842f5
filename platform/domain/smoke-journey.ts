import { CHANGE, type Conversation, changePreferences } from './change-preferences.ts';

/** A service of ours by its short name, as in `gymcoach-user-profile`. */
export type SmokedService = 'platform' | 'user-profile' | 'access' | 'change-feed';

export interface SmokeRequest {
  /** Who serves it, by its short name: the check of a release sends what is its own to the new version. */
  readonly service: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface SmokeAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Send = (request: SmokeRequest) => Promise<SmokeAnswer>;

export interface SmokePorts {
  /** Rejects when there is no answer in time. */
  readonly send: Send;
  /** An access token of the stage's canary user. */
  readonly signIn: () => Promise<string>;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
}

export interface SmokeStep {
  readonly name: string;
  /** Of the last answer; absent where there was none, as at sign-in. */
  readonly status?: number;
  readonly ms: number;
}

export interface SmokeReport {
  readonly passed: boolean;
  readonly ms: number;
  readonly steps: readonly SmokeStep[];
  /** Why the last step failed: no token, no address, no body. */
  readonly reason?: string;
}

export interface SmokeOptions {
  /** The steps of one service. @default all */
  readonly only?: SmokedService;
  /** Leaves out what would be kept for good. @default false */
  readonly scheduled?: boolean;
  /** Resolves when the journey has to have an end: the step that is under way then has failed. @default never */
  readonly late?: Promise<unknown>;
}

interface Step {
  readonly name: string;
  readonly service: SmokedService;
  /** The audit trail keeps it for good: not for a clock that asks every few minutes. @default false */
  readonly isKept?: boolean;
  /** False for a step that needs no token. @default true */
  readonly signedIn?: boolean;
  readonly run: (conversation: Conversation) => Promise<void>;
}

/** Nobody has it: ids of people are random. */
const ANOTHER_PERSON = '00000000-0000-4000-8000-000000000000';

const STEPS: readonly Step[] = [
  {
    name: 'live',
    service: 'platform',
    signedIn: false,
    run: async ({ call }) => void (await call('GET', '/health/live', [200])),
  },
  {
    name: 'refused without a token',
    service: 'user-profile',
    signedIn: false,
    run: async ({ call }) => {
      const { headers } = await call('GET', '/v1/users/me/profile', [401]);
      if (!headers['content-type']?.startsWith('application/problem+json')) throw new Error('the 401 is no problem');
    },
  },
  {
    name: 'own profile',
    service: 'user-profile',
    run: async ({ call }) => void (await call('GET', '/v1/users/me/profile', [200, 404])),
  },
  { name: CHANGE, service: 'user-profile', run: changePreferences },
  {
    name: 'nothing of another person',
    service: 'user-profile',
    // A refusal of a signed-in caller is counted, a row for each minute.
    isKept: true,
    run: async ({ call }) => void (await call('GET', `/v1/users/${ANOTHER_PERSON}/profile`, [404])),
  },
  {
    name: 'own permissions',
    service: 'access',
    run: async ({ call }) => void (await call('GET', '/v1/permissions', [200])),
  },
  {
    name: 'own changes',
    service: 'change-feed',
    run: async ({ call }) => void (await call('GET', '/v1/users/me/changes?limit=1', [200])),
  },
];

/** Whether the journey has a step that this service serves. */
export const isSmoked = (service: string): service is SmokedService => STEPS.some((step) => step.service === service);

/**
 * What a person does first, as one journey through the API: it signs in, reads, changes preferences to what they are, and is
 * refused what it must be. The first step that fails ends it. It adds nothing but a change to the canary user's own feed,
 * which expires.
 */
export async function smokeJourney(
  { send, signIn, now }: SmokePorts,
  { only, scheduled = false, late }: SmokeOptions = {},
): Promise<SmokeReport> {
  const begun = now();
  const steps: SmokeStep[] = [];
  const tooLate = late?.then((): never => {
    throw new Error('the time is up');
  });
  tooLate?.catch(() => {}); // it may come after the last step
  let token: string | undefined;
  const take = async (name: string, run: (answered: (status: number) => void) => Promise<void>): Promise<void> => {
    const from = now();
    let status: number | undefined;
    try {
      const running = run((given) => {
        status = given;
      });
      await (tooLate === undefined ? running : Promise.race([running, tooLate]));
    } finally {
      steps.push({ name, ...(status === undefined ? {} : { status }), ms: Math.round(now() - from) });
    }
  };
  try {
    for (const { name, service, signedIn = true, isKept = false, run } of STEPS) {
      if ((only !== undefined && service !== only) || (scheduled && isKept)) continue;
      if (signedIn && token === undefined) {
        await take('sign in', async () => {
          token = await signIn();
        });
      }
      const authorization: Record<string, string> = signedIn ? { authorization: `Bearer ${token}` } : {};
      await take(name, (answered) =>
        run({
          async call(method, path, wanted, { headers = {}, body } = {}) {
            const sent = { service, method, path, headers: { ...authorization, ...headers } };
            const answer = await send(body === undefined ? sent : { ...sent, body });
            answered(answer.status);
            if (!wanted.includes(answer.status)) throw new Error(unexpected(answer, wanted));
            return answer;
          },
        }),
      );
    }
    return { passed: true, ms: Math.round(now() - begun), steps };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it failed without a reason';
    return { passed: false, ms: Math.round(now() - begun), steps, reason };
  }
}

/** With the problem's code, which names no person. */
function unexpected({ status, body }: SmokeAnswer, wanted: readonly number[]): string {
  const code = /"code":\s*"([a-z0-9.-]{1,60})"/.exec(body)?.[1];
  return `answered ${status}${code === undefined ? '' : ` ${code}`} instead of ${wanted.join(' or ')}`;
}
