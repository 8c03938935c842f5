import { gates } from './gates.ts';
import { historyEntry, withEntry } from './history.ts';
import { results } from './results.ts';
import { CANDIDATES, MEASURED } from './sample-run.ts';
import type { Surroundings } from './surroundings.ts';

const around: Surroundings = {
  date: '2026-11-22',
  commit: 'abc1234',
  machine: 'two cores',
  pinned: 'yes',
  loadBefore: 0.1,
  node: '24.21.0',
  runtimeClient: 'aws-lambda-ric 4.0.2',
  database: 'dynoxide 1.2.1',
  tls: { protocol: 'TLSv1.3', handshakes: 3 },
  packages: {},
  notMeasured: [],
};
const sorted = results(CANDIDATES, MEASURED);
const entry = historyEntry(around, 15, gates(sorted, MEASURED), sorted);

test('keeps of a run where it was made, the budgets and the ratios', () => {
  expect(entry).toMatchObject({ date: '2026-11-22', commit: 'abc1234', node: '24.21.0', rounds: 15, loadBefore: 0.1 });
  expect(entry.gates).toMatchObject({ 'cold-http': 1.5, primed: 0.2 });
  expect(entry.coldOverFloor).toMatchObject({ floor: 1, 'gymcoach-tls': 2, express: 4 });
});

test('what was not measured is left out', () => {
  const few = results(CANDIDATES.slice(0, 1), MEASURED);
  expect(historyEntry(around, 15, gates(few, MEASURED), []).gates).not.toHaveProperty('cold-tls');
});

test('a run adds a line and changes none', () => {
  const first = withEntry('', entry);
  const second = withEntry(first, { ...entry, commit: 'def5678' });
  expect(second.split('\n')).toHaveLength(first.split('\n').length + 1);
  expect(JSON.parse(second)).toEqual([entry, { ...entry, commit: 'def5678' }]);
});

test('a file that is no history is not overwritten', () => {
  expect(() => withEntry('{}', entry)).toThrow('not a list of runs');
  expect(() => withEntry('[{', entry)).toThrow(SyntaxError);
});
