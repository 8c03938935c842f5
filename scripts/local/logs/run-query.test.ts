import { parseQuery } from './parse-query.ts';
import { runQuery } from './run-query.ts';
import type { Row, Value } from './value.ts';

const at = (minute: number, fields: Readonly<Record<string, Value>> = {}): Row =>
  new Map<string, Value>([
    ['@timestamp', new Date(Date.UTC(2026, 10, 30, 12, minute))],
    ['@message', `line of minute ${minute}`],
    ...Object.entries(fields),
  ]);
const ask = (query: string, lines: readonly Row[], options = {}) => {
  const { columns, rows } = runQuery(parseQuery(query), lines, options);
  return rows.map((row) => columns.map((name) => row.get(name)));
};

const requests = [
  at(0, { route: '/a', status: 200, duration: 10 }),
  at(1, { route: '/b', status: 404, duration: 5, code: 'resource.not-found' }),
  at(6, { route: '/a', status: 500, duration: 100, code: 'internal', 'error.name': 'TypeError' }),
  at(7, { route: '/a', status: 200, duration: 20 }),
  at(9, { message: 'something else' }),
];

test('shows time and line, newest first, where nothing else is asked for', () => {
  expect(ask('filter status >= 400', requests)).toEqual([
    [new Date(Date.UTC(2026, 10, 30, 12, 6)), 'line of minute 6'],
    [new Date(Date.UTC(2026, 10, 30, 12, 1)), 'line of minute 1'],
  ]);
});

test('compares numbers as numbers, whichever way they are written', () => {
  expect(ask('fields status | filter status = "500" or status < 30', requests)).toEqual([[500]]);
  expect(ask('fields n | filter n > 9', [at(0, { n: '10' }), at(1, { n: '9' })])).toEqual([['10']]);
});

test.each([
  ['route like /^.a/', 3],
  ['route like "a"', 3],
  ['route =~ /B/', 0],
  ['route like /(?i)B/', 1],
  ['route not like /a/', 1],
  ['status in [404, "500"]', 2],
  ['status not in [200]', 2],
  ['ispresent(code)', 2],
  ['not ispresent(route)', 1],
  ['isempty(route)', 1],
  ['ispresent(code) and status >= 500', 1],
  ['(status = 404 or status = 500) and route = "/b"', 1],
  ['duration * 2 + 1 > 40', 2],
  ['duration / 0 > 1', 0],
  ['coalesce(code, route) = "/a"', 2],
  ['substr(route, 1, 1) = "a"', 3],
  ['substr(code, 9) = "not-found"', 1],
  ['concat(route, "-", status) = "/b-404"', 1],
  ['abs(0 - duration) = 20 or ceil(duration / 3) = 2', 2],
  ['bin(5m) = bin(5m)', 5],
])('filter %s keeps %i lines', (condition, count) => {
  expect(ask(`filter ${condition}`, requests)).toHaveLength(count);
});

test('a comparison with what is absent is neither true nor false, unless it is asked to be unequal', () => {
  const [some, all] = [{}, { absentIs: 'unequal' } as const];
  expect(ask('filter code != "internal"', requests, some)).toHaveLength(1);
  expect(ask('filter not (code = "internal")', requests, some)).toHaveLength(1);
  expect(ask('filter code != "internal"', requests, all)).toHaveLength(4);
  expect(ask('filter code not like /internal/', requests, all)).toHaveLength(4);
  expect(ask('filter code != "internal" or status = 200', requests, some)).toHaveLength(3);
});

test('groups what it counts, with a row for what has none of it', () => {
  expect(ask('stats count(*) as n, count(code) as coded by route | sort n desc, route desc', requests)).toEqual([
    ['/a', 3, 1],
    ['/b', 1, 1],
    [undefined, 1, 0],
  ]);
});

test('counts all lines, also none', () => {
  expect(ask('stats count(*), count()', requests)).toEqual([[5, 5]]);
  expect(ask('filter status = 1 | stats count(*) as n, avg(duration) as mean', requests)).toEqual([[0, undefined]]);
  expect(ask('filter status = 1 | stats count(*) as n by route', requests)).toEqual([]);
});

test('sums up, and leaves out what has no value', () => {
  const [row] = ask(
    'stats sum(duration), avg(duration), min(duration), max(duration), count_distinct(route), earliest(route), latest(status)',
    requests,
  );
  expect(row).toEqual([135, 33.75, 5, 100, 2, '/a', 200]);
});

test('a percentile is a value that was there', () => {
  const lines = Array.from({ length: 100 }, (_, index) => at(0, { duration: index + 1 }));
  expect(ask('stats pct(duration, 50), pct(duration, 99), pct(duration, 100), pct(duration, 0)', lines)).toEqual([
    [50, 99, 100, 1],
  ]);
});

test('calculates with functions of a group', () => {
  expect(ask('stats sum(duration) / count(*) * 2 as twice, floor(avg(duration)) as mean', requests)).toEqual([
    [54, 33],
  ]);
});

test('cuts time into pieces of equal length', () => {
  expect(ask('stats count(*) as n by bin(5m) as since | sort since', requests)).toEqual([
    [new Date(Date.UTC(2026, 10, 30, 12, 0)), 2],
    [new Date(Date.UTC(2026, 10, 30, 12, 5)), 3],
  ]);
});

test('a result can be filtered, and the last display decides what is shown', () => {
  expect(
    ask('fields route | stats count(*) as n by route, status | filter n > 1 | display status, n', requests),
  ).toEqual([[200, 2]]);
  expect(
    ask('fields route | fields status | display status | display route | limit 1 | filter ispresent(route)', requests),
  ).toEqual([]);
  expect(ask('fields route, status | filter status = 404', requests)).toEqual([['/b', 404]]);
});

test('a field that was made is there for what comes after it', () => {
  expect(ask('fields duration * 2 as twice, twice + 1 as more | filter more = 201 | display more', requests)).toEqual([
    [201],
  ]);
});

test('sorts texts before numbers, digits by their length, and turns it all round for desc', () => {
  const values = ['2', '10', '111A', '5A', '@_', 'A9876fghj', '0#', 'a12345hfh'];
  const lines = values.map((value) => at(0, { value }));
  const sorted = ask('fields value | sort value', lines).flat();
  expect(sorted).toEqual(['0#', '5A', '111A', '@_', 'A9876fghj', 'a12345hfh', '2', '10']);
  expect(ask('fields value | sort value desc', lines).flat()).toEqual(sorted.toReversed());
});
