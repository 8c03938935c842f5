import { entityTag } from '@gymcoach/core/table';
import fc from 'fast-check';
import { matchesNone, parseEntityTags, versionsOf } from './entity-tags.ts';
import { createTestApi, MATCH, MINE } from './test-api.ts';

test.each([
  ['"goal.3"', [{ id: 'goal', version: 3 }]],
  [' "goal.3" ', [{ id: 'goal', version: 3 }]],
  ['"goal.0"', [{ id: 'goal', version: 0 }]],
  ['"goal.3-br"', [{ id: 'goal', version: 3 }]],
  ['"goal.3-gzip"', [{ id: 'goal', version: 3 }]],
  [
    '"a.1", "b.2" ,"c.3"',
    [
      { id: 'a', version: 1 },
      { id: 'b', version: 2 },
      { id: 'c', version: 3 },
    ],
  ],
  ['W/"a.1", "b.2"', [{ id: 'b', version: 2 }]],
  ['*, "b.2"', [{ id: 'b', version: 2 }]],
  ['"training-profile.3"', [{ id: 'training-profile', version: 3 }]],
  ['W/"goal.3"', []],
  ['"goal.3-card"', []],
  ['"goal.3-card-br"', []],
  ['"goal.3-br-br"', []],
  ['goal.3', []],
  ['"goal"', []],
  ['"goal.-1"', []],
  ['"goal.1e3"', []],
  ['"goal.3', []],
  [`"goal.${'9'.repeat(16)}"`, []],
  [`"${'g'.repeat(65)}.3"`, []],
  ['', []],
  [',,,', []],
])('If-Match: %s names %j', (header, tags) => {
  expect(parseEntityTags(header)).toEqual(tags);
});

test('every tag that we write can be read, and no partial view can', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
  const version = fc.nat({ max: 999_999_999 });
  fc.assert(
    fc.property(id, version, fc.stringMatching(/^[a-z]{1,9}$/), (name, number, view) => {
      expect(versionsOf(parseEntityTags(entityTag(name, number)), name)).toEqual([number]);
      expect(parseEntityTags(entityTag(name, number, `${view}x`))).toEqual([]);
    }),
  );
});

test('a header of any length and content is read in no time', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (header) => expect(parseEntityTags(header)).toEqual(expect.any(Array))),
  );
  const start = performance.now();
  parseEntityTags(`"${'a.'.repeat(4_000)}`);
  parseEntityTags(','.repeat(8_000));
  expect(performance.now() - start).toBeLessThan(1_000);
});

test('versions of another resource do not count', () => {
  expect(versionsOf(parseEntityTags('"a.1", "b.2", "a.3"'), 'a')).toEqual([1, 3]);
});

test.each([
  [undefined, true],
  ['"goal.3"', false],
  ['W/"goal.3"', false],
  ['"goal.3-br"', false],
  ['"goal.2", W/"goal.3-gzip"', false],
  ['*', false],
  ['"goal.2"', true],
  ['"goal.33"', true],
  ['goal.3', true],
  ['', true],
])('If-None-Match: %s asks for the body: %j', (header, wanted) => {
  expect(matchesNone(header, '"goal.3"')).toBe(wanted);
});

describe('through the chain', () => {
  test('a 304 has the tag, and no body', async () => {
    const answer = await createTestApi().send('GET', MINE, { headers: { 'if-none-match': 'W/"goal.3"' } });
    expect(answer).toMatchObject({ status: 304, text: undefined });
    expect(answer.headers).toMatchObject({ etag: '"goal.3"', 'cache-control': 'private, no-cache' });
    expect(answer.headers['content-type']).toBeUndefined();
  });

  test('a write is never answered with 304', async () => {
    const headers = { ...MATCH, 'if-none-match': '*' };
    expect((await createTestApi().send('PATCH', MINE, { headers, body: '{"name":"a"}' })).status).toBe(200);
  });

  test('a partial view has a tag of its own', async () => {
    const { send } = createTestApi({
      answer: () => ({ status: 200, version: { id: 'goal', number: 3, view: 'card' }, body: {} }),
    });
    expect((await send('GET', MINE)).headers['etag']).toBe('"goal.3-card"');
    expect((await send('GET', MINE, { headers: { 'if-none-match': '"goal.3"' } })).status).toBe(200);
    expect((await send('GET', MINE, { headers: { 'if-none-match': '"goal.3-card"' } })).status).toBe(304);
  });

  test.each(['', ' ', '*', ' * '])('If-Match: %j names no version: 428', async (header) => {
    const answer = await createTestApi().send('PATCH', MINE, { headers: { 'if-match': header }, body: '{"name":"a"}' });
    expect([answer.status, answer.json['code']]).toEqual([428, 'precondition.required']);
  });

  test.each(['W/"goal.3"', '"goal.3-card"', 'x'])('If-Match: %s reaches the handler as no version', async (header) => {
    const { send, seen } = createTestApi();
    await send('PATCH', MINE, { headers: { 'if-match': header }, body: '{"name":"a"}' });
    expect(seen[0]?.['ifMatch']).toEqual([]);
  });
});
