import { followStream } from './follow-stream.ts';
import type { Shard } from './stream-source.ts';

const source = (shards: () => readonly Shard[]) => ({
  arn: 'arn',
  shards: async () => shards(),
  iterator: async () => '',
  read: async () => ({ records: [], last: undefined, next: undefined }),
});

test('reads a shard after its parent, others beside it, and those that come later', async () => {
  const abort = new AbortController();
  const events: string[] = [];
  let looks = 0;
  const first = [
    { id: '2', parentId: '1' },
    { id: '1', parentId: 'trimmed' },
    { id: '3', parentId: undefined },
  ];
  await followStream({
    open: async () => source(() => (looks++ === 0 ? first : [...first, { id: '4', parentId: '2' }])),
    readShard: async (_source, id) => {
      events.push(`begin ${id}`);
      await new Promise((resolve) => setImmediate(resolve));
      events.push(`end ${id}`);
    },
    rest: async () => {
      if (looks === 2) abort.abort();
    },
    report: () => undefined,
    signal: abort.signal,
  });
  expect(events).toHaveLength(8);
  expect(events.slice(0, 2)).toEqual(['begin 1', 'begin 3']);
  expect(events.indexOf('begin 2')).toBeGreaterThan(events.indexOf('end 1'));
  expect(events.indexOf('begin 4')).toBeGreaterThan(events.indexOf('end 2'));
});

test('looks soon for the first shard, and says once that a stream cannot be found', async () => {
  const abort = new AbortController();
  const [rests, reports]: [number[], string[]] = [[], []];
  let tries = 0;
  await followStream({
    open: async () => {
      tries++;
      if (tries < 4) throw new Error('no table');
      return source(() => []);
    },
    readShard: async () => undefined,
    rest: async (milliseconds) => {
      rests.push(milliseconds);
      if (rests.length === 4) abort.abort();
    },
    report: (message) => void reports.push(message),
    signal: abort.signal,
  });
  expect(rests).toEqual([1000, 1000, 1000, 200]);
  expect(reports).toEqual(['a stream cannot be read: no table']);
});
