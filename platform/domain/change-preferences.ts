import type { SmokeAnswer } from './smoke-journey.ts';

/** How a step of the journey speaks with its service. */
export interface Conversation {
  /** Throws when the status is not among the wanted ones. */
  readonly call: (
    method: string,
    path: string,
    wanted: readonly number[],
    more?: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string },
  ) => Promise<SmokeAnswer>;
}

export const CHANGE = 'change of preferences';

const PATH = '/v1/users/me/preferences';
/** A release may be checked while the canary runs: then somebody else was first, which is no fault. */
const TRIES = 3;

/** Sets a preference to what it is, on the version that was read; a second change on that version has to be refused. */
export async function changePreferences({ call }: Conversation): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const read = await call('GET', PATH, [200]);
    const [, day] = /"weekStartsOn":\s*"(\w+)"/.exec(read.body) ?? [];
    const tag = read.headers['etag'];
    if (day === undefined || tag === undefined) throw new Error('the preferences have no weekStartsOn or no ETag');
    const change = {
      headers: { 'content-type': 'application/merge-patch+json', 'if-match': tag },
      body: JSON.stringify({ weekStartsOn: day }),
    };
    const changed = await call('PATCH', PATH, tries < TRIES ? [200, 412] : [200], change);
    if (changed.status === 412) continue;
    if (changed.headers['etag'] === tag) throw new Error('the change has left the version as it was');
    await call('PATCH', PATH, [412], change);
    return;
  }
}
