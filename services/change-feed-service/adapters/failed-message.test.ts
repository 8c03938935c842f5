import { randomBytes } from 'node:crypto';
import { failedChangesTo } from './failed-changes.ts';
import { readFailed, writeFailed } from './failed-message.ts';

const LIMIT = 1024 * 1024;
const record = (old: string, now: string) => ({
  eventID: 'e1',
  eventName: 'MODIFY',
  dynamodb: { SequenceNumber: '7', OldImage: { pad: { S: old } }, NewImage: { pad: { S: now } } },
});

test('a small record is there to be read', () => {
  const body = writeFailed(record('a', 'b'), 'why');
  expect(JSON.parse(body)).toEqual({ v: 1, reason: 'why', record: record('a', 'b') });
  expect(readFailed(body)).toEqual(record('a', 'b'));
});

test('a huge record is there as a whole, and fits', () => {
  const huge = record('x'.repeat(350_000), 'y'.repeat(350_000));
  const body = writeFailed(huge, 'why');
  expect(body.length).toBeLessThan(LIMIT / 10);
  expect(JSON.stringify(readFailed(body)) === JSON.stringify(huge)).toBe(true);
});

test('one that cannot be made small enough goes without the image before', () => {
  const text = () => randomBytes(395_000).toString('base64'); // as binary attributes are sent; they do not shrink
  const huge = record(text(), text());
  const body = writeFailed(huge, 'why');
  expect(body.length).toBeLessThan(LIMIT);
  const { OldImage: _left, ...dynamodb } = huge.dynamodb;
  // Compared as a truth: the texts are no reading matter.
  expect(JSON.stringify(readFailed(body)) === JSON.stringify({ ...huge, dynamodb })).toBe(true);
});

test.each(['', 'text', '{}', '{"v":2,"record":{}}', '{"v":1,"gzip":"bm9wZQ=="}', '{"DDBStreamBatchInfo":{}}'])(
  'another body is refused: %s',
  (body) => {
    expect(() => readFailed(body)).toThrow();
  },
);

test('nested beyond what can be written, a record is told by its place', async () => {
  let deep: object = {};
  for (let level = 0; level < 100_000; level++) deep = { M: { a: deep } };
  const sent: string[] = [];
  const failed = failedChangesTo(async () => ({ send: async (body) => void sent.push(body) }));
  await failed.put({ eventID: 'e1', dynamodb: { SequenceNumber: '7', NewImage: deep } }, new Error('too deep'));
  expect(sent.map((body) => JSON.parse(body))).toEqual([
    { v: 1, reason: 'too deep', eventID: 'e1', sequenceNumber: '7' },
  ]);
});
