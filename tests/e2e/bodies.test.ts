import { CANARY } from '../support/find-secrets.ts';
import { usePlatform } from './use-platform.ts';

const using = usePlatform();
const path = '/v1/users/me/profile';
const json = { 'content-type': 'application/json' };

/** Pointer and code of every refused place. */
const issuesOf = (body: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] =>
  // The shape of every problem document of ours; an absent list fails the comparison.
  ((body['errors'] ?? []) as { pointer: string; code: string }[]).map(({ pointer, code }) => [pointer, code] as const);

test('names every refused field at once, and repeats nothing of what was sent', async () => {
  const member = await using.as('member');
  const { status, body, text } = await member.put(path, {
    body: {
      displayName: 'x'.repeat(81),
      bio: `${CANARY}`.repeat(60),
      birthDate: '2026-02-29',
      heightMm: 1720.5,
      sexForEnergy: 'm',
      guardianConsent: 'yes',
    },
  });
  expect([status, body['code']]).toEqual([400, 'validation.failed']);
  expect(issuesOf(body)).toEqual([
    ['/displayName', 'validation.length'],
    ['/bio', 'validation.length'],
    ['/birthDate', 'validation.format'],
    ['/heightMm', 'validation.type'],
    ['/sexForEnergy', 'validation.not-allowed'],
    ['/guardianConsent', 'validation.type'],
  ]);
  expect(text).not.toContain(CANARY);
});

test.each([
  ['nothing that is required', {}, [['/displayName', 'validation.required']]],
  ['control characters', { displayName: 'a\u0007b' }, [['/displayName', 'validation.format']]],
  ['a line feed in a name', { displayName: 'a\nb' }, [['/displayName', 'validation.format']]],
  ['too tall a person', { displayName: 'a', heightMm: 2601 }, [['/heightMm', 'validation.out-of-range']]],
  ['a list', ['a'], [['', 'validation.type']]],
  ['a number', '17', [['', 'validation.type']]],
  ['null', 'null', [['', 'validation.type']]],
  ['an unborn person', { displayName: 'a', birthDate: '2999-01-01' }, [['/birthDate', 'profile.age-not-served']]],
  [
    'a child',
    { displayName: 'a', birthDate: `${new Date().getUTCFullYear() - 12}-01-01` },
    [['/birthDate', 'profile.age-not-served']],
  ],
  [
    'a youth without guardian',
    { displayName: 'a', birthDate: `${new Date().getUTCFullYear() - 15}-12-31` },
    [['/guardianConsent', 'profile.guardian-consent-required']],
  ],
])('refuses %s', async (_name, body, issues) => {
  const answer = await (await using.as('other')).put(path, { headers: json, body });
  expect([answer.status, issuesOf(answer.body)]).toEqual([400, issues]);
});

test('refuses fields that it does not know, by name', async () => {
  const { status, body } = await (await using.as('member')).put(path, {
    body: { displayName: 'a', colour: 'red', 'a/b~c': 1 },
  });
  expect([status, body['code']]).toEqual([400, 'validation.unknown-field']);
  expect(issuesOf(body)).toEqual([
    ['/colour', 'validation.unknown-field'],
    ['/a~1b~0c', 'validation.unknown-field'],
  ]);
});

test.each([
  ['__proto__', 'body.forbidden-key'],
  ['constructor', 'body.forbidden-key'],
  ['toString', 'validation.unknown-field'],
])('refuses a field that is called %s', async (name, code) => {
  const body = `{"displayName":"a","${name}":{"isAdmin":true}}`;
  const answer = await (await using.as('member')).put(path, { headers: json, body });
  expect([answer.status, answer.body['code']]).toEqual([400, code]);
});

test('refuses fields that only the system sets, by name and before anything else is looked at', async () => {
  const { status, body } = await (await using.as('member')).put(path, {
    body: { userId: using.platform.userId('member'), role: 'admin', version: 7, heightMm: 'tall' },
  });
  expect([status, body['code']]).toEqual([400, 'validation.protected-field']);
  expect(issuesOf(body).map(([pointer]) => pointer)).toEqual(['/userId', '/role', '/version']);
});

test.each([
  ['half a document', '{"displayName":'],
  ['no document', ''],
  ['two documents', '{} {}'],
  ['words', `${CANARY} hello`],
  ['a comment', '{"displayName":"a"} // ok'],
])('refuses %s as malformed', async (_name, body) => {
  const answer = await (await using.as('member')).put(path, { headers: json, body });
  expect([answer.status, answer.body['code']]).toEqual([400, 'body.malformed']);
  expect(answer.text).not.toContain(CANARY);
});

test('refuses bytes that are no UTF-8 as malformed', async () => {
  const body = Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d);
  const headers = { 'content-type': 'application/merge-patch+json', 'if-match': '"profile.1"' };
  const answer = await (await using.as('member')).patch(path, { headers, body });
  expect([answer.status, answer.body['code']]).toEqual([400, 'body.malformed']);
});

test.each([
  ['text', 'text/plain'],
  ['a form', 'application/x-www-form-urlencoded'],
  ['another character set', 'application/json; charset=utf-16'],
  ['a merge patch that is none', 'application/merge-patch+json'],
])('refuses the media type of %s', async (_name, type) => {
  const answer = await (await using.as('member')).put(path, {
    headers: { 'content-type': type },
    body: '{"displayName":"a"}',
  });
  expect([answer.status, answer.body['code']]).toEqual([415, 'media.unsupported']);
});

test('takes the media type in any case and with its character set', async () => {
  const headers = { 'content-type': 'Application/JSON; Charset=UTF-8' };
  const answer = await (await using.as('admin')).put(path, { headers, body: '{"displayName":"Ada Admin"}' });
  expect(answer.status).toBe(200);
});

test('takes a body up to 256 kB and refuses a longer one by its size', async () => {
  const member = await using.as('member');
  const ofBytes = (bytes: number): string => `{"bio":"${'x'.repeat(bytes - 10)}"}`;
  const headers = { ...json, 'if-match': '"profile.1"' };
  expect((await member.patch(path, { headers, body: ofBytes(256 * 1024) })).status).toBe(400);
  const larger = await member.patch(path, { headers, body: ofBytes(256 * 1024 + 1) });
  expect([larger.status, larger.body['code']]).toEqual([413, 'limit.size']);
});

test('refuses query parameters that a route does not know', async () => {
  const { status, body } = await (await using.as('member')).get(`${path}?expand=all`);
  expect([status, issuesOf(body)]).toEqual([400, [['/expand', 'validation.unknown-field']]]);
});

test('refuses in the order of the contract when several things are wrong', async () => {
  const member = await using.as('member');
  const other = `/v1/users/${using.platform.userId('other')}/profile`;
  const bad = { headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(300_000) };
  const statuses = [
    (await using.anonymous().patch(other, bad)).status, // no token, before the person
    (await member.patch(other, bad)).status, // another person, before the size
    (await member.patch(path, bad)).status, // the size, before the type
    (await member.patch(path, { headers: { 'content-type': 'text/plain' }, body: '{' })).status, // the type, before the JSON
    (await member.patch(path, { headers: json, body: '{' })).status, // the JSON, before the precondition
    (await member.patch(path, { body: { heightMm: 1 } })).status, // the fields, before the precondition
    (await member.patch(path, { body: { heightMm: 1800 } })).status, // the precondition, before the version
    (await member.patch(path, { headers: { 'if-match': '"profile.99"' }, body: { birthDate: '1900-01-01' } })).status,
  ];
  expect(statuses).toEqual([401, 404, 413, 415, 400, 400, 428, 412]);
});
