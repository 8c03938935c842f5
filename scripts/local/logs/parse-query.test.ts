import { parseQuery } from './parse-query.ts';

const field = (name: string) => ({ is: 'field', name });

test('reads commands one after the other, over lines and past comments', () => {
  const query = `fields @timestamp, error.cause.message as cause
# | filter left out
| filter status >= 500 and code != 'x' # and the rest of this
| sort @timestamp desc, duration
| limit 20`;
  expect(parseQuery(query)).toEqual([
    {
      is: 'fields',
      columns: [
        { name: '@timestamp', value: field('@timestamp') },
        { name: 'cause', value: field('error.cause.message') },
      ],
    },
    {
      is: 'filter',
      condition: {
        is: 'binary',
        operator: 'and',
        left: { is: 'binary', operator: '>=', left: field('status'), right: { is: 'literal', value: 500 } },
        right: { is: 'binary', operator: '!=', left: field('code'), right: { is: 'literal', value: 'x' } },
      },
    },
    {
      is: 'sort',
      keys: [
        { value: field('@timestamp'), descending: true },
        { value: field('duration'), descending: false },
      ],
    },
    { is: 'limit', count: 20 },
  ]);
});

test('or binds less than and, and that less than not; products come before sums', () => {
  const [filter] = parseQuery('filter not a or b and c + d * 2 > 1');
  expect(filter).toMatchObject({
    condition: {
      operator: 'or',
      left: { is: 'not', operand: field('a') },
      right: {
        operator: 'and',
        left: field('b'),
        right: { operator: '>', left: { operator: '+', right: { operator: '*' } } },
      },
    },
  });
});

test('names a column by its alias, or as it is written', () => {
  const [stats] = parseQuery('stats count(*), pct(duration, 99) as p99 by bin(5m), route as way');
  expect(stats).toMatchObject({
    columns: [{ name: 'count(*)' }, { name: 'p99' }],
    by: [{ name: 'bin(5m)', value: { is: 'bin', milliseconds: 300_000 } }, { name: 'way' }],
  });
});

test('takes texts, patterns, lists and names of any characters', () => {
  const [filter] = parseQuery(
    'filter `foo-bar` like /(?i)a\\/b/ and a not like "x.y" and b =~ /^z/ and c not in [1, "two"]',
  );
  const text = JSON.stringify(filter, (_, value: unknown) => (value instanceof RegExp ? String(value) : value));
  expect(text).toContain('"name":"foo-bar"');
  expect(text).toContain('"/a\\\\/b/i"');
  expect(text).toContain(JSON.stringify(String(new RegExp(RegExp.escape('x.y')))));
  expect(text).toContain('"/^z/"');
  expect(text).toContain('"is":"not","operand":{"is":"in"');
});

test('a slash is a division where no pattern can stand', () => {
  expect(parseQuery('fields @maxMemoryUsed / 1000000 / 2 as half')).toMatchObject([
    { columns: [{ name: 'half', value: { operator: '/', left: { operator: '/' } } }] },
  ]);
});

test.each([
  ['', 'line 1, column 1: a command is expected'],
  ['fields a | ', 'line 1, column 12: a command is expected'],
  ['dedup server', 'line 1, column 1: the command dedup is not run here'],
  ['fields a b', 'line 1, column 10: "|" or the end is expected'],
  ['filter status >', 'line 1, column 16: a field, a value or a function is expected'],
  ['filter status like 5', 'line 1, column 20: a pattern between slashes is expected'],
  ['filter a like /(/', 'Unterminated group'],
  ['filter a in [1, 2', '"]" is expected'],
  ['filter median(a) > 1', 'line 1, column 8: the function median is not run here'],
  ['filter count(a) > 1', 'functions of a group can stand in stats only'],
  ['filter ispresent()', 'ispresent takes 1 arguments'],
  ['stats duration by route', 'line 1, column 7: stats takes functions of a group'],
  ['stats count(*) by bin(5x)', 'a period as 5m, 1h or 30s is expected'],
  ['stats count(*) as n | fields n', 'fields after stats is not run here'],
  ['fields a\n| limit 0', 'line 2, column 9: a whole number from 1 to 10000 is expected'],
  ['fields a | filter b = "x', '""" has no meaning here'],
  ['filter a = {', '"{" has no meaning here'],
])('refuses %j and points at the place', (text, reason) => {
  expect(() => parseQuery(text)).toThrow(reason);
});

test('shows the line with a mark under the place', () => {
  expect(() => parseQuery('fields a\n| filter b ! c')).toThrow(
    'line 2, column 12: "!" has no meaning here\n  | filter b ! c\n             ^',
  );
});
