import { crc32 } from 'node:zlib';
import { classifyAnswer } from './classify-answer.ts';
import { ConditionFailed, isConditionFailed } from './condition-failed.ts';

const failure = (name: string, more: object = {}, status = 400) => ({
  status,
  date: undefined,
  reusable: true,
  crc32: undefined,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'why', ...more }),
});
const cancelled = (...codes: string[]) =>
  failure('TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) });

test.each([
  ['ProvisionedThroughputExceededException', 400, 'throttled'],
  ['ThrottlingException', 400, 'throttled'],
  ['RequestLimitExceeded', 400, 'throttled'],
  ['AnythingElse', 429, 'throttled'],
  ['TransactionConflictException', 400, 'transient'],
  ['TransactionInProgressException', 400, 'transient'],
  ['InternalServerError', 500, 'transient'],
  ['ServiceUnavailable', 503, 'transient'],
  ['InvalidSignatureException', 400, 'skewed'],
  ['RequestTimeTooSkewed', 400, 'skewed'],
  ['ValidationException', 400, 'final'],
  ['AccessDeniedException', 400, 'final'],
  ['ResourceNotFoundException', 400, 'final'],
  ['IdempotentParameterMismatchException', 400, 'final'],
])('%s with %i is %s and keeps its name', (name, status, is) => {
  const verdict = classifyAnswer(failure(name, {}, status), false);
  expect(verdict).toMatchObject({ is, error: { name, message: 'why' } });
});

test('a failed condition tells the item that stood in the way', () => {
  const Item = { PK: { S: 'a' } };
  const verdict = classifyAnswer(failure('ConditionalCheckFailedException', { Item }), true);
  if (verdict.is !== 'final') throw new Error('not final');
  expect(isConditionFailed(verdict.error)).toBe(true);
  expect(verdict.error).toMatchObject({ ambiguous: true, reasons: [{ code: 'ConditionalCheckFailed', item: Item }] });
});

test('one failed condition decides a cancelled transaction, also beside a conflict', () => {
  const verdict = classifyAnswer(cancelled('None', 'ConditionalCheckFailed', 'TransactionConflict'), false);
  const codes = ['None', 'ConditionalCheckFailed', 'TransactionConflict'];
  expect(verdict).toMatchObject({ is: 'final', error: { reasons: codes.map((code) => ({ code })) } });
});

test.each([
  ['transient', ['None', 'TransactionConflict']],
  ['throttled', ['TransactionConflict', 'ThrottlingError']],
  ['throttled', ['ProvisionedThroughputExceeded', 'None']],
  ['final', ['ValidationError', 'TransactionConflict']],
  ['final', ['ItemCollectionSizeLimitExceeded']],
  ['final', []],
])('is %s when a transaction was cancelled for %j', (is, codes) => {
  const verdict = classifyAnswer(cancelled(...codes), false);
  expect(verdict.is).toBe(is);
  expect(verdict).toMatchObject({ error: { name: 'TransactionCanceledException' } });
});

test.each([
  [200, 'transient'],
  [502, 'transient'],
  [403, 'final'],
  [302, 'final'],
])('%i without JSON is %s, and its text is not kept', (status, is) => {
  const verdict = classifyAnswer(
    { status, date: undefined, reusable: true, crc32: undefined, body: '<html>secret</html>' },
    false,
  );
  expect(verdict.is).toBe(is);
  expect(verdict).toMatchObject({ error: { message: `DynamoDB answered ${status} without valid JSON` } });
});

test.each([
  [200, '{"Item":{}}'],
  [400, '{"__type":"x#ValidationException"}'],
])('%i with a checksum that is not that of its body is transient, whatever it says', (status, body) => {
  const wrong = classifyAnswer({ status, date: undefined, reusable: true, crc32: 1, body }, false);
  expect(wrong).toMatchObject({
    is: 'transient',
    error: { message: `DynamoDB answered ${status} with a wrong checksum` },
  });
  const right = classifyAnswer({ status, date: undefined, reusable: true, crc32: crc32(body), body }, false);
  expect(right.is).toBe(status === 200 ? 'output' : 'final');
});

test('reads an error that has neither a type nor a message', () => {
  const verdict = classifyAnswer({ status: 400, date: undefined, reusable: true, crc32: undefined, body: '{}' }, false);
  expect(verdict).toMatchObject({ is: 'final', error: { name: 'DynamoDBServiceException', message: 'status 400' } });
});

test('recognises only its own errors', () => {
  expect([new Error('x'), null, 'ConditionFailed', undefined].some(isConditionFailed)).toBe(false);
  expect(isConditionFailed(new ConditionFailed([]))).toBe(true);
});
