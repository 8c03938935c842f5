import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { callDynamoDb } from '../../scripts/local/call-aws.ts';
import { localNames } from '../../scripts/local/local-names.ts';
import { CANARY } from '../support/find-secrets.ts';
import type { Answer, Request } from '../support/http-client.ts';
import { usePlatform } from './use-platform.ts';

interface Operation {
  readonly operationId: string;
  readonly 'x-permission'?: string;
  readonly requestBody?: unknown;
}

const using = usePlatform();
const fixed = { 'x-request-id': 'the-same-for-both', traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01` };

/** Every operation of the API description below `/v1/users/{userId}`. */
const personal = (() => {
  // Written by our own generator, and checked against OpenAPI's schema elsewhere.
  const document = JSON.parse(readFileSync(join(repositoryRoot, 'docs/openapi.json'), 'utf8')) as {
    paths: Record<string, Record<string, Operation>>;
  };
  return Object.entries(document.paths)
    .filter(([path]) => path.startsWith('/v1/users/{userId}/'))
    .flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, ...operation })),
    );
})();

const concrete = (path: string, userId: string): string =>
  path
    .replace('{userId}', userId)
    .replace(/\{(\w)\w*\}/, (_, letter) => `${letter === 'i' ? 'inj' : 'upl'}_${'0'.repeat(26)}`);

const OF_THE_REQUEST = ['date', 'apigw-requestid', 'ratelimit'];

/** Answers that may differ by nothing: what is left once the clock, the gateway's own id and the caller's own count are out. */
const comparable = ({ status, headers, text }: Answer) => ({
  status,
  text,
  headers: [...headers].filter(([name]) => !OF_THE_REQUEST.includes(name)),
});

/** Without head and manifest of the feed, which follow a moment after what was written before. */
async function rowsOf(user: string): Promise<unknown> {
  const { Items } = await callDynamoDb(`http://127.0.0.1:${using.platform.ports.dynamodb}`, 'Query', {
    TableName: localNames.mainTable,
    KeyConditionExpression: 'PK = :pk',
    FilterExpression: 'NOT #type IN (:head, :manifest)',
    ExpressionAttributeNames: { '#type': 'type' },
    ExpressionAttributeValues: {
      ':pk': { S: `U#${using.platform.userId(user)}` },
      ':head': { S: 'feed-head' },
      ':manifest': { S: 'family' },
    },
  });
  return Items;
}

test('finds the routes of the description', () => {
  expect(personal.length).toBeGreaterThanOrEqual(16);
  expect(personal.every((operation) => operation['x-permission'] !== undefined)).toBe(true);
});

describe.each(personal)('$method $path', ({ method, path, requestBody }) => {
  const complete = (): Request => ({
    headers: { ...fixed, 'if-match': '"profile.1"', 'idempotency-key': 'a-key-of-somebody-else' },
    ...(requestBody === undefined ? {} : { body: { displayName: CANARY } }),
  });

  test('is 401 without a token', async () => {
    const { status, headers, body } = await using.anonymous().send(method, concrete(path, 'me'), complete());
    expect([status, body['code'], headers.get('www-authenticate')]).toEqual([
      401,
      'auth.token-invalid',
      expect.stringMatching(/^Bearer/),
    ]);
  });

  test('is 404 for another person, whether that person exists or not, and changes nothing', async () => {
    const other = await using.as('other');
    const before = await rowsOf('member');
    const existing = await other.send(method, concrete(path, using.platform.userId('member')), complete());
    const absent = await other.send(method, concrete(path, '99999999-9999-4999-8999-999999999999'), complete());
    expect([existing.status, existing.body['code']]).toEqual([404, 'resource.not-found']);
    expect(comparable(existing)).toEqual(comparable(absent));
    const bare = await other.send(method, concrete(path, using.platform.userId('member')), { headers: fixed });
    expect(comparable(bare)).toEqual(comparable(absent));
    expect(await rowsOf('member')).toEqual(before);
  });

  if (requestBody !== undefined) {
    test('is 400 for a userId in the body, even for the own one', async () => {
      const request = { ...complete(), body: { userId: using.platform.userId('other') } };
      const { status, body } = await (await using.as('other')).send(method, concrete(path, 'me'), request);
      expect([status, body['errors']]).toEqual([
        400,
        expect.arrayContaining([expect.objectContaining({ pointer: '/userId' })]),
      ]);
    });
  }
});

test('does not tell an injury of another person from one that does not exist', async () => {
  const member = await using.as('member');
  const other = await using.as('other');
  const { body } = await member.get('/v1/users/me/injuries');
  const [{ id = '' } = {}] = body['items'] as { id?: string }[]; // the sample data of a member has two
  expect(id).toMatch(/^inj_/);
  const theirs = await other.get(`/v1/users/me/injuries/${id}`, { headers: fixed });
  const nobodys = await other.get(`/v1/users/me/injuries/inj_${'0'.repeat(26)}`, { headers: fixed });
  expect(theirs.status).toBe(404);
  expect(comparable(theirs)).toEqual(comparable(nobodys));
});

test('takes only a user id or me for a person', async () => {
  const member = await using.as('member');
  for (const name of ['ME', 'member', using.platform.userId('member').replaceAll('-', ''), '..%2fmember', '%00']) {
    expect((await member.get(`/v1/users/${name}/profile`)).status).toBe(404);
  }
});

test('lets an admin read anybody', async () => {
  const admin = await using.as('admin');
  for (const user of ['member', 'other', 'coach']) {
    const { status, body } = await admin.get(`/v1/users/${using.platform.userId(user)}/profile`);
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ birthDate: expect.any(String), sexForEnergy: expect.any(String) }),
    ]);
  }
  expect((await admin.get(`/v1/users/${using.platform.userId('member')}/injuries`)).body['items']).toHaveLength(2);
  expect((await admin.get('/v1/users/99999999-9999-4999-8999-999999999999/profile')).status).toBe(404);
});
