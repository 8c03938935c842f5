import type { EntryDetails } from '../recorder.ts';
import { waterfall } from './bars.ts';

const entry: EntryDetails['entry'] = {
  ...{ sequence: 1, id: 'r', kind: 'request', time: 1_000, milliseconds: 100 },
  functionName: 'gymcoach-user-profile-local-api',
};
const invocation = { askedAt: 1_005, startedAt: 1_010, endedAt: 1_090, memoryMegabytes: 256, usedMegabytes: 30 };
const at = (startedAt: number, endedAt: number | undefined) => ({ startedAt, endedAt });

const shown = (details: EntryDetails) =>
  waterfall(details).bars.map(({ label, start, length, depth, notes }) => [label, start, length, depth, ...notes]);

test('puts calls under what waits for them, and names what failed or did not end', () => {
  const spans: EntryDetails['spans'] = [
    { name: 'authenticate', kind: 'middleware', phase: 'before', ...at(1_011, 1_030) },
    { name: 'DynamoDB Query', kind: 'aws', table: 'main', ...at(1_012, 1_029) },
    { name: 'DynamoDB GetItem', kind: 'aws', error: 'ServiceGone', ...at(1_013, 1_020) },
    { name: 'handler', kind: 'handler', ...at(1_040, undefined) },
    { name: 'S3 GetObject', kind: 'aws', ...at(1_050, undefined) },
    { name: 'logRequest', kind: 'middleware', phase: 'after', ...at(1_080, 1_081) },
  ];
  expect(shown({ entry, invocation, spans, lines: [] })).toEqual([
    ['request', 0, 100, 0],
    ['wait for a container', 5, 5, 1],
    ['user-profile api', 10, 80, 1],
    ['authenticate', 11, 19, 2],
    ['DynamoDB Query', 12, 17, 3, 'main'],
    ['DynamoDB GetItem', 13, 7, 3, 'ServiceGone'],
    ['handler', 40, 50, 2, 'not ended'],
    ['S3 GetObject', 50, 40, 3, 'not ended'],
    ['logRequest (after)', 80, 1, 3],
  ]);
});

test('shows the start of a container before the request when that is when it was, and beside it when the request waited', () => {
  const early = { ...invocation, init: { startedAt: 700, endedAt: 900 } };
  const waited = { ...invocation, init: { startedAt: 1_006, endedAt: 1_009 } };
  const of = (one: typeof early) => ({ entry, invocation: one, spans: [], lines: [] });
  expect(waterfall(of(early)).length).toBe(300);
  expect(shown(of(early)).slice(0, 2)).toEqual([
    ['request', 200, 100, 0],
    ['init', 0, 200, 0, 'ready 0 s before'],
  ]);
  expect(shown(of(waited)).slice(0, 2)).toEqual([
    ['request', 0, 100, 0],
    ['init', 6, 3, 0],
  ]);
});

test('has one bar for what the gateway answered by itself', () => {
  expect(shown({ entry, spans: [], lines: [] })).toEqual([['request', 0, 100, 0]]);
});
