import { unavailable } from '@gymcoach/core/errors';
import { feedKeys } from '@gymcoach/core/feed';
import { readRowChange } from '@gymcoach/core/stream';
import { keys, marshal } from '@gymcoach/core/table';
import { MAX_APPEND } from './append-changes.ts';
import type { Change } from './change.schema.ts';
import { numberChanges } from './number-changes.ts';
import type { Appended, NumberingPorts } from './ports.ts';

const PLENTY = () => 30_000;
const record = (userId: string, version: number) => {
  const key = keys.profile(userId);
  const row = { ...key, v: 1, id: 'profile', version, data: {} };
  const OldImage = version === 1 ? {} : { OldImage: marshal({ ...row, version: version - 1 }) };
  return {
    eventName: version === 1 ? 'INSERT' : 'MODIFY',
    dynamodb: { Keys: marshal({ ...key }), NewImage: marshal(row), ...OldImage },
  };
};
const versions = (userId: string, count: number) =>
  Array.from({ length: count }, (_, index) => record(userId, index + 1));

/** A feed in memory that does as it is told with some calls. */
function feedThat(
  answer: (userId: string, changes: readonly Change[], call: number) => Appended | undefined = () => undefined,
) {
  const feeds = new Map<string, string[]>();
  const put: unknown[] = [];
  let calls = 0;
  const told = (userId: string) => feeds.get(userId) ?? [];
  const ports: NumberingPorts = {
    feed: {
      headOf: async (userId) => told(userId).length,
      async append(userId, _head, changes) {
        const given = answer(userId, changes, ++calls);
        if (given !== undefined) return given;
        feeds.set(userId, [...told(userId), ...changes.map(({ id }) => id)]);
        return { is: 'done' };
      },
    },
    failed: { put: async (one) => void put.push(one) },
    read: readRowChange,
    identify: (parts) => `${parts[2]}`,
  };
  return { ports, told, put, calls: () => calls };
}
const down = () => unavailable('dependency.unavailable', 'Down.', new Error('test'));
const numbers = (count: number, from = 1) => Array.from({ length: count }, (_, index) => String(from + index));

test('a whole batch of one person goes in as few transactions as it fits into', async () => {
  const { ports, told, calls } = feedThat();
  const done = await numberChanges(ports, versions('a', 100), PLENTY);
  expect([told('a'), calls()]).toEqual([numbers(100), Math.ceil(100 / MAX_APPEND)]);
  expect(done).toEqual({ poison: [], counts: { numbered: 100, repeated: 0, ignored: 0 } });
});

test('of changes that the table refuses together, only those that it refuses alone are put aside', async () => {
  const { ports, told, put } = feedThat((_, changes) => {
    if (changes.some(({ id }) => id === '3')) throw new Error('ValidationException');
    return undefined;
  });
  const batch = versions('a', 50);
  const done = await numberChanges(ports, batch, PLENTY);
  expect(told('a')).toEqual([...numbers(2), ...numbers(47, 4)]);
  expect([put, done.poison.map(({ index }) => index), done.failedFrom]).toEqual([[batch[2]], [2], undefined]);
});

test('when the table goes down in between, nothing that comes later gets a smaller number', async () => {
  const { ports, told } = feedThat((_, __, call) => {
    if (call > 1) throw down();
    return undefined;
  });
  const done = await numberChanges(ports, versions('a', 100), PLENTY);
  expect([told('a'), done.failedFrom?.index]).toEqual([numbers(MAX_APPEND), MAX_APPEND]);
});

test('the first record that waits is the one that the batch comes again from, whoever else was done', async () => {
  const { ports, told, put } = feedThat((userId) => {
    if (userId === 'b') throw down();
    return undefined;
  });
  const batch = [record('a', 1), { odd: true }, record('b', 1), { odd: true }, record('a', 2)];
  const done = await numberChanges(ports, batch, PLENTY);
  expect([told('a'), done.failedFrom?.index]).toEqual([['1', '2'], 2]);
  expect(put).toEqual([batch[1]]); // the other comes again
});

test('a change that is in the feed already is no second time, and one that comes twice in a batch is one', async () => {
  const { ports, told } = feedThat((_, changes, call) =>
    call === 1 ? { is: 'seen', ids: new Set(changes.slice(0, 2).map(({ id }) => id)) } : undefined,
  );
  const done = await numberChanges(ports, [...versions('a', 4), record('a', 4)], PLENTY);
  expect([told('a'), done.counts]).toEqual([['3', '4'], { numbered: 2, repeated: 3, ignored: 0 }]);
});

test('overtaken, it asks for the next number again, but not for ever', async () => {
  const once = feedThat((_, __, call) => (call < 4 ? { is: 'overtaken' } : undefined));
  expect((await numberChanges(once.ports, versions('a', 2), PLENTY)).counts.numbered).toBe(2);
  const always = feedThat(() => ({ is: 'overtaken' }));
  const done = await numberChanges(always.ports, versions('a', 2), PLENTY);
  expect([done.poison.length, done.failedFrom]).toEqual([2, undefined]);
});

test('with the time of the batch nearly up nobody is begun any more', async () => {
  const { ports, calls } = feedThat();
  const done = await numberChanges(ports, [record('a', 1), record('b', 1)], () => 5_000);
  expect([calls(), done.failedFrom?.index]).toEqual([0, 0]);
});

describe('records that are put aside', () => {
  const odd = Array.from({ length: 20 }, (_, index) => ({ odd: index }));
  const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
  const putting = (failed: NumberingPorts['failed']): NumberingPorts => ({ ...feedThat().ports, failed });

  test('go side by side, and are told in order', async () => {
    let [now, most] = [0, 0];
    const ports = putting({
      async put(record) {
        most = Math.max(most, ++now);
        for (let turns = record === odd[0] ? 5 : 1; turns > 0; turns--) await nextTurn();
        now -= 1;
      },
    });
    const { poison, failedFrom } = await numberChanges(ports, odd, PLENTY);
    expect([most, failedFrom]).toEqual([8, undefined]);
    expect(poison.map(({ index }) => index)).toEqual(odd.map((_, index) => index));
  });

  test('end while there is time to answer: the batch comes again from the next one, and not as a whole', async () => {
    let left = 3_000;
    const put: unknown[] = [];
    const ports = putting({
      async put(record) {
        await nextTurn();
        put.push(record);
        left -= 100;
      },
    });
    const done = await numberChanges(ports, odd, () => left);
    const from = done.failedFrom?.index ?? 0;
    expect(from).toBeGreaterThan(0);
    expect(from).toBeLessThan(odd.length);
    expect(put).toEqual(odd.slice(0, from));
  });

  test('have all been dealt with up to the one from which the batch comes again, and few beyond it', async () => {
    const put: unknown[] = [];
    const ports = putting({
      async put(record) {
        if (record === odd[9]) throw down();
        await nextTurn();
        put.push(record);
      },
    });
    const { failedFrom, poison } = await numberChanges(ports, odd, PLENTY);
    expect(failedFrom?.index).toBe(9);
    expect(put).toEqual(expect.arrayContaining(odd.slice(0, 9)));
    expect(put.length).toBeLessThan(9 + 8);
    expect(poison.map(({ index }) => odd[index])).toEqual(put);
  });
});

test('what does not count is no call to anything', async () => {
  const { ports, calls, put } = feedThat();
  const key = feedKeys.head('a');
  const own = { eventName: 'INSERT', dynamodb: { Keys: marshal({ ...key }), NewImage: marshal({ ...key, head: 1 }) } };
  const done = await numberChanges(ports, [own, { ...record('a', 1), eventName: 'REMOVE' }], PLENTY);
  expect([calls(), put, done.counts]).toEqual([0, [], { numbered: 0, repeated: 0, ignored: 2 }]);
});
