import type { HttpHandler } from '@gymcoach/middleware/http/call';
import { fixtures } from '../../../services/user-profile-service/domain/image/fixtures/fixtures.ts';
import { httpEvent } from '../../support/http-event.ts';
import type { HangingWorld } from './hanging-world.ts';

/** A request that is ready to be sent, as often as wanted. */
export interface Sending {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What it is answered with while everything works. */
  readonly status: number;
}

/** Prepares a request of a person whom nobody has seen before. */
export type Operation = (world: HangingWorld, container: HttpHandler) => Promise<Sending>;

const LONG_MS = 28_000;
let people = 0;
const newPerson = (): string => `00000000-0000-4000-8000-${String(++people).padStart(12, '0')}`;
const newKey = (): Readonly<Record<string, string>> => ({ 'idempotency-key': `key-of-request-${++people}` });

/** Sends a request; Lambda says that `remainingMs` are left at its start. */
export async function send(handler: HttpHandler, { method, target, headers, body }: Sending, remainingMs = LONG_MS) {
  const event = httpEvent(method, target, { headers, ...(body === undefined ? {} : { body }) });
  const begun = performance.now();
  const getRemainingTimeInMillis = (): number => remainingMs - (performance.now() - begun);
  const context = { awsRequestId: 'r', getRemainingTimeInMillis };
  const answer = await handler(event, context as Parameters<HttpHandler>[1]); // the rest of the context is not read
  return { status: answer.statusCode ?? 0, body: JSON.parse(answer.body || '{}') as Readonly<Record<string, unknown>> };
}

const write = (authorization: string, method: string, target: string, status: number, value: unknown): Sending => ({
  ...{ method, target, status, body: JSON.stringify(value) },
  headers: { authorization, 'content-type': 'application/json', ...(method === 'POST' ? newKey() : {}) },
});
const read = (authorization: string, target: string, status = 200): Sending => ({
  ...{ method: 'GET', target, status },
  headers: { authorization },
});

const INJURY = { bodyPart: 'ankle', side: 'right', severity: 'mild', since: '2026-07-18', blockedMovementPatterns: [] };
const PROFILE = { displayName: 'Nina', birthDate: '1995-02-28' };
const INJURIES = '/v1/users/me/injuries';
const UPLOADS = '/v1/users/me/avatar-uploads';

export const operations: Readonly<Record<string, Operation>> = {
  async readProfile(world, container) {
    const me = world.bearer(newPerson());
    await send(container, write(me, 'PUT', '/v1/users/me/profile', 201, PROFILE));
    return read(me, '/v1/users/me/profile');
  },
  recordInjury: async (world) => write(world.bearer(newPerson()), 'POST', INJURIES, 201, INJURY),
  async listInjuries(world, container) {
    const me = world.bearer(newPerson());
    for (let index = 0; index < 2; index += 1) await send(container, write(me, 'POST', INJURIES, 201, INJURY));
    return read(me, `${INJURIES}?limit=1`); // the second page needs a cursor
  },
  async completeAvatar(world, container) {
    const id = newPerson();
    const me = world.bearer(id);
    await send(container, write(me, 'PUT', '/v1/users/me/profile', 201, PROFILE));
    const { body } = await send(container, write(me, 'POST', UPLOADS, 201, { contentType: 'image/jpeg' }));
    await world.upload(`incoming/u/${id}/${body['id']}.jpg`, fixtures.baselineJpeg);
    const { body: _none, ...complete } = write(me, 'POST', `${UPLOADS}/${body['id']}/complete`, 200, undefined);
    return complete;
  },
  /** An admin's act: table, audit trail and user pool. */
  async signOut(world) {
    const target = `/v1/admin/users/${newPerson()}/sign-out`;
    return write(world.bearer(newPerson(), 'admin'), 'POST', target, 200, { reason: 'for the tests' });
  },
  /** The refusal is counted, which takes a write. */
  refused: async (world) => read(world.bearer(newPerson()), `/v1/users/${newPerson()}/profile`, 404),
};
