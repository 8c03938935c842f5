import type { DynamoDBRecord } from 'aws-lambda';
import { followShard } from './follow-shard.ts';

type Step = readonly string[] | Error;

/** A shard that gives these pages, one a read; iterators are the sequence number after which they begin. */
function fakeShard(pages: readonly Step[]) {
  const asked: (string | undefined)[] = [];
  let at = 0;
  const source = {
    iterator: async (_shardId: string, after: string | undefined) => {
      asked.push(after);
      return 'iterator';
    },
    read: async () => {
      const page = pages[at++] ?? [];
      if (page instanceof Error) throw page;
      const records: DynamoDBRecord[] = page.map((name) => ({ dynamodb: { SequenceNumber: name } }));
      return { records, last: page.at(-1), next: at >= pages.length ? undefined : 'iterator' };
    },
  };
  return { source, asked };
}

async function follow(pages: readonly Step[], deliver: (names: readonly string[]) => void = () => undefined) {
  const { source, asked } = fakeShard(pages);
  const [delivered, rests, reports]: [string[][], number[], string[]] = [[], [], []];
  let position: string | undefined = 'start';
  await followShard({
    source,
    shardId: 'shard',
    batchSize: () => 10,
    deliver: async (records) => {
      const names = records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '');
      deliver(names);
      delivered.push(names);
    },
    position: {
      get: () => position,
      set: (name) => {
        position = name;
      },
      forget: () => {
        position = undefined;
      },
    },
    rest: async (milliseconds) => void rests.push(milliseconds),
    report: (message) => void reports.push(message),
    signal: new AbortController().signal,
  });
  return { asked, delivered, position, rests, reports };
}

test('reads a shard to its end, in order, and rests only when there is nothing', async () => {
  const { asked, delivered, position, rests } = await follow([['1', '2'], ['3'], [], ['4']]);
  expect(delivered).toEqual([['1', '2'], ['3'], ['4']]);
  expect([asked, position, rests]).toEqual([['start'], '4', [200]]);
});

test('comes back to what could not be delivered', async () => {
  let calls = 0;
  const { asked, position, reports } = await follow([['1'], ['2'], ['2']], () => {
    calls++;
    if (calls === 2) throw new Error('the queue is down');
  });
  expect([asked, position, reports]).toEqual([['start', '1'], '2', []]);
});

test('gets a new iterator when the old one is not taken, and says so when that does not help', async () => {
  const expired = new Error('ExpiredIteratorException');
  const { asked, delivered, reports } = await follow([['1'], expired, expired, expired, ['2']]);
  expect(delivered).toEqual([['1'], ['2']]);
  expect(asked).toEqual(['start', '1', '1', '1']);
  expect(reports).toEqual(['a stream cannot be read: ExpiredIteratorException']);
});

test('begins with the oldest record when the place where it was left is gone', async () => {
  const trimmed = Object.assign(new Error('trimmed'), { name: 'TrimmedDataAccessException' });
  const { asked, delivered } = await follow([trimmed, ['7']]);
  expect([asked, delivered]).toEqual([['start', undefined], [['7']]]);
});
