import { randomUUID } from 'node:crypto';
import type { CallContext, HttpHandler } from '@gymcoach/middleware/http/call';
import { claims, signToken } from '../../layers/core/auth/test-pool.ts';
import { servedRoutes } from '../support/authorization-matrix/documented-routes.ts';
import { catchLog } from '../support/catch-log.ts';
import { CANARIES, findSecrets } from '../support/find-secrets.ts';
import { type FunctionEnvironment, startFunctionEnvironment } from '../support/function-environment.ts';
import { httpEvent } from '../support/http-event.ts';
import { NASTY } from '../support/nasty-strings.ts';
import { isProving } from '../support/proof-results.ts';
import { type WriteOperation, writeOperations } from '../support/write-operations.ts';

/** In the ordinary run every field meets a third of the texts, and every text a third of the fields. */
const SHARE = isProving ? 1 : 3;
const UNKNOWN = '01J8Z3K5QW7RT9V1XA2BC4DE6F';
/** Fields that have to have kept something, or the test would be about refusals only. */
const FREE = ['displayName', 'bio', 'note', 'reason'];

let environment: FunctionEnvironment | undefined;
let served: ReadonlyMap<string, HttpHandler>;
const kept = new Map<string, number>();
const logged: string[] = [];

beforeAll(async () => {
  environment = await startFunctionEnvironment();
  served = await servedRoutes();
  // So that nobody who is suspended below is the last admin.
  const admin = randomUUID();
  await newPerson(admin)('PUT', '/v1/users/{userId}/profile', '/v1/users/me/profile', { displayName: 'A' });
  const assign = '/v1/admin/users/{userId}/roles/{role}';
  await newPerson()('PUT', assign, `/v1/admin/users/${admin}/roles/admin`, { reason: 'x' });
}, 60_000);
afterAll(() => environment?.stop());

interface Answer {
  readonly status: number;
  readonly etag: string;
  readonly body: Readonly<Record<string, unknown>>;
}

type Call = (method: string, template: string, path: string, body?: unknown, etag?: string) => Promise<Answer>;

/** A new admin, who may do everything and whose own things are all still to be made. */
function newPerson(id: string = randomUUID()): Call {
  const key = environment?.key;
  if (key === undefined) throw new Error('The environment is there once the tests run.');
  const token = signToken(
    key,
    claims({ sub: id, username: id, 'cognito:groups': ['admin'] }, Math.floor(Date.now() / 1_000)),
  );
  return async (method, template, path, body, etag) => {
    const handler = served.get(`${method} ${template}`);
    if (handler === undefined) throw new Error(`${method} ${template} is not served`);
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      'if-match': etag,
    };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const event = httpEvent(method, path, { headers, ...sent });
    const context = { awsRequestId: 'lambda-request-1' } as CallContext; // the rest of Lambda's context is not read
    const { result, log } = await catchLog(() => handler(event, context));
    logged.push(log);
    const json = result.body === undefined || result.body === '' ? {} : JSON.parse(result.body);
    return { status: Number(result.statusCode), etag: String(result.headers?.['etag'] ?? ''), body: json };
  };
}

/** What has to be there first, and the concrete path. */
async function prepare(operation: WriteOperation, call: Call, subject: string): Promise<string> {
  const own = '/v1/users/{userId}';
  const isAdmin = operation.path.includes('/admin/');
  let path = operation.path.replace('{userId}', isAdmin ? subject : 'me');
  if (operation.id === 'updateProfile' || isAdmin) {
    // Somebody with a row is somebody whom the user pool knows.
    const maker = isAdmin ? newPerson(subject) : call;
    await maker('PUT', `${own}/profile`, '/v1/users/me/profile', { displayName: 'A' });
  }
  if (operation.id === 'reinstateAccount') {
    const suspend = '/v1/admin/users/{userId}/suspend';
    await call('POST', suspend, suspend.replace('{userId}', subject), { reason: 'x' });
  }
  if (path.includes('{injuryId}')) {
    const { sample } = writeOperations().find(({ id }) => id === 'recordInjury') ?? {};
    const { body } = await call('POST', `${own}/injuries`, '/v1/users/me/injuries', sample);
    path = path.replace('{injuryId}', String(body['id']));
  }
  if (operation.id === 'updateRole') {
    const name = `r${randomUUID().slice(0, 8)}`;
    await call('POST', '/v1/admin/roles', '/v1/admin/roles', { name, allow: ['plan:read'], deny: [] });
    path = path.replace('{role}', name);
  }
  return path
    .replace('{role}', 'coach')
    .replace('{invitationId}', `inv_${UNKNOWN}`)
    .replace('{relationshipId}', `rel_${UNKNOWN}`);
}

const textAt = (value: unknown, at: readonly string[]): unknown =>
  at.reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], value); // any JSON may be asked

/** A copy with the text in its place. */
function withText(value: unknown, [name, ...rest]: readonly string[], text: string): unknown {
  if (name === undefined) return text;
  if (name === '0') return [withText(undefined, rest, text)];
  const object = typeof value === 'object' && value !== null ? value : {};
  return { ...object, [name]: withText(textAt(object, [name]), rest, text) };
}

async function send(operation: WriteOperation, at: readonly string[], text: string): Promise<string | undefined> {
  const { method, path: template, needsMatch, canBeRead, sample } = operation;
  const call = newPerson();
  const subject = randomUUID();
  const path = await prepare(operation, call, subject);
  const etag = needsMatch && canBeRead ? (await call('GET', template, path)).etag : undefined;
  const { status, body } = await call(method, template, path, withText(sample, at, text), etag);
  if (status === 400) return undefined;
  if (status === 404 && path.includes(UNKNOWN)) return undefined;
  if (status >= 300) return `${status} ${String(body['code'])}`;
  const wanted = text.normalize('NFC');
  const answers: unknown[] = [body];
  if (canBeRead) answers.push((await call('GET', template, path)).body);
  if (at[0] === 'reason') {
    const events = await call('GET', '/v1/admin/audit-events', `/v1/admin/audit-events?subject=${subject}`);
    answers.push(textAt(events.body, ['items', '0']));
  }
  for (const answer of answers) {
    const found = textAt(answer, at);
    if (found !== undefined && found !== wanted) return `${status}, and answers ${JSON.stringify(found)}`;
    if (found === wanted) kept.set(at.join('/'), (kept.get(at.join('/')) ?? 0) + 1);
  }
  return undefined;
}

const fields = writeOperations().flatMap((operation) => operation.texts.map((at) => [operation, at] as const));

test.each(fields.map(([operation, at], index) => [operation.id, at.join('/'), operation, at, index] as const))(
  '%s keeps any text in %s as it is, or refuses it',
  async (_id, _name, operation, at, index) => {
    const wrong: (readonly [string, string])[] = [];
    const texts = NASTY.filter((_text, place) => place % SHARE === index % SHARE);
    for (const text of [...texts, ...CANARIES]) {
      const problem = await send(operation, at, text);
      if (problem !== undefined) wrong.push([JSON.stringify(text), problem]);
    }
    expect(wrong).toEqual([]);
  },
  60_000,
);

test('there are fields that keep them', () => {
  expect(FREE.filter((name) => (kept.get(name) ?? 0) === 0)).toEqual([]);
});

test('H19 nothing of what was sent in any field stands in a log line', () => {
  expect(logged.length).toBeGreaterThan(fields.length);
  expect(findSecrets(logged.join(''), [])).toEqual([]);
});

test('there are more than 40 texts, and fields of every service', () => {
  expect(new Set(NASTY).size).toBeGreaterThan(40);
  expect(fields.length).toBeGreaterThan(20);
});
