import { gates, reported } from './gates.ts';
import { results } from './results.ts';
import { CANDIDATES, MEASURED } from './sample-run.ts';
import { align, gateLines, table } from './table.ts';

const sorted = results(CANDIDATES, MEASURED);
const values = (checks: ReturnType<typeof gates>) => Object.fromEntries(checks.map(({ id, value }) => [id, value]));

test('every budget has its figure', () => {
  const checks = gates(sorted, MEASURED);
  expect(values(checks)).toEqual({
    'cold-http': 1.5,
    'cold-tls': 2,
    'cold-peer': 0.4,
    warm: 400,
    'warm-sdk': 0.4,
    memory: 1.1,
    bundle: 20,
    layer: 50,
    primed: 0.2,
  });
  expect(checks.every(({ verdict }) => verdict === 'kept')).toBe(true);
});

test('the peer is the fastest of them, not the reference that is faster still', () => {
  expect(gates(sorted, MEASURED).find(({ id }) => id === 'cold-peer')?.figure).toContain('HONO');
});

test('a figure above its limit is missed, one at it is kept', () => {
  const heavy = CANDIDATES.map((one) => ({ ...one, sizes: { bundle: 30 * 1_024 + 1, layer: 60 * 1_024 } }));
  const verdicts = gates(results(heavy, MEASURED), MEASURED).map(({ id, verdict }) => [id, verdict]);
  expect(verdicts).toContainEqual(['bundle', 'missed']);
  expect(verdicts).toContainEqual(['layer', 'kept']);
});

test('what did not run is not kept', () => {
  const few = CANDIDATES.filter(({ name }) => ['floor', 'gymcoach'].includes(name));
  const checks = gates(results(few, MEASURED), { ...MEASURED, first: new Map() });
  expect(checks.filter(({ verdict }) => verdict === 'not run').map(({ id }) => id)).toEqual([
    'cold-tls',
    'cold-peer',
    'warm-sdk',
    'primed',
  ]);
  expect(gates(results(few.slice(1), MEASURED), MEASURED)).toEqual([]);
});

test('figures without a budget are told when they were taken', () => {
  expect(reported(sorted, MEASURED).map(({ id, value }) => [id, value])).toEqual([
    ['cpu-http', 1.5],
    ['cpu-tls', 2],
    ['cold-tls-unprimed', 2.2],
    ['floor-tls', 0.8],
    ['handshakes', 1],
    ['folder', 90],
  ]);
});

test('each transport is compared with its own floor, fastest first', () => {
  expect(sorted.filter(({ transport }) => transport === 'tls').map(({ name }) => name)).toEqual([
    'floor-tls',
    'gymcoach-tls',
    'gymcoach-unprimed-tls',
  ]);
  expect(table(sorted, 'tls')).toMatch(/GYMCOACH-TLS +80\.0 \(80\.0-80\.0\) +40\.0 +20\.0 +2\.00/);
  expect(table(sorted, 'tls')).not.toContain('HONO');
});

test('a budget is one line with figure, limit and aim', () => {
  const [, cold] = gateLines(gates(sorted, MEASURED)).split('\n');
  expect(cold).toMatch(/^kept +cold start over the floor, HTTP +1\.50 +1\.50-1\.50 +1\.8 +1\.45$/);
});

test('words stand to the left and figures to the right', () => {
  expect(
    align([
      ['name', 'ms'],
      ['a', '1.5'],
      ['long', '10.5'],
    ]),
  ).toBe('name    ms\na      1.5\nlong  10.5');
});
