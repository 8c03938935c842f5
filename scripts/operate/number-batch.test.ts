import { unavailable } from '../../layers/core/errors.ts';
import { numberBatch } from './number-batch.ts';

const records = ['e1', 'e2', 'e3', 'e4'].map((eventID) => ({ eventID }));
const poison = new Error('poison');

test('every record is tried in order, and what fails is put aside once all were', async () => {
  const calls: unknown[] = [];
  const taken = await numberBatch(records, {
    async number(record) {
      calls.push(record);
      if (record === records[0] || record === records[2]) throw poison;
      return 'numbered';
    },
    putAside: async (record, cause) => void calls.push([record, cause]),
  });
  expect(calls).toEqual([...records, [records[0], poison], [records[2], poison]]);
  expect(taken).toEqual({
    outcomes: ['numbered', 'numbered'],
    failed: [
      { id: 'event e1', cause: poison },
      { id: 'event e3', cause: poison },
    ],
  });
});

test('while a dependency is down nothing is put aside, and the batch stays', async () => {
  const down = unavailable('dependency.unavailable', 'Down.', new Error('test'));
  const aside: unknown[] = [];
  const work = numberBatch(records, {
    async number(record) {
      throw record === records[0] ? poison : down;
    },
    putAside: async (record) => void aside.push(record),
  });
  await expect(work).rejects.toBe(down);
  expect(aside).toEqual([]);
});

test('what cannot be put aside keeps the batch where it is', async () => {
  const work = numberBatch(records, {
    number: () => Promise.reject(poison),
    putAside: () => Promise.reject(new Error('no queue')),
  });
  await expect(work).rejects.toThrow('no queue');
});
