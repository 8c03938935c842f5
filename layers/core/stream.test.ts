import { feedKeys } from './feed.ts';
import { readRowChange } from './stream.ts';
import { keys, marshal } from './table.ts';

const key = keys.injury('user-1', 'inj_1');
const record = (change: object = {}) => ({
  eventName: 'MODIFY',
  dynamodb: {
    ApproximateCreationDateTime: 1_767_225_600,
    Keys: marshal({ ...key }),
    OldImage: marshal({ ...key, version: 1 }),
    NewImage: marshal({ ...key, version: 2, data: { note: 'x' } }),
    SequenceNumber: '1',
    ...change,
  },
});

test('reads key, owner, both images and the time', () => {
  const { before, after, ...rest } = readRowChange(record());
  expect(rest).toEqual({ kind: 'MODIFY', key, userId: 'user-1', at: 1_767_225_600_000 });
  expect([before?.['version'], after?.['version'], after?.['data']]).toEqual([1, 2, { note: 'x' }]);
});

test('knows the owner of an own partition as the key builders wrote it, and of no other', () => {
  const ownerOf = (of: { readonly PK: string; readonly SK: string }) =>
    readRowChange(record({ Keys: marshal({ PK: of.PK, SK: of.SK }) })).userId;
  for (const id of ['a', 'a#b', '%23', 'a%b#']) expect(ownerOf(keys.profile(id))).toBe(id);
  expect(ownerOf(feedKeys.change('a', 1))).toBeUndefined();
  expect(ownerOf(keys.role('coach'))).toBeUndefined();
});

test('an image that is missing is missing', () => {
  const { before, after } = readRowChange(record({ OldImage: undefined, NewImage: undefined }));
  expect([before, after]).toEqual([undefined, undefined]);
});

test.each([
  undefined,
  null,
  'text',
  [],
  {},
  { eventName: 'UPSERT' },
  { eventName: 'INSERT' },
  record({ Keys: {} }),
  record({ Keys: { PK: { N: '1' }, SK: { S: 'x' } } }),
  record({ NewImage: 'text' }),
  record({ NewImage: { note: 'bare' } }),
  record({ NewImage: { note: { B: 'AAAA' } } }),
])('refuses what is no record: %j', (value) => {
  expect(() => readRowChange(value)).toThrow();
});
