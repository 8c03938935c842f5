import { functionAnswer } from './function-answer.ts';

const read = (value: unknown): readonly unknown[] => {
  const { status, headers, body } = functionAnswer(value === undefined ? undefined : JSON.stringify(value));
  return [status, headers, body.toString()];
};
const JSON_TYPE = { 'content-type': 'application/json' };

test.each([
  ['an object without a status code is the body', { a: 1 }, [200, JSON_TYPE, '{"a":1}']],
  ['a text is the body', 'hello', [200, JSON_TYPE, 'hello']],
  ['nothing is null', undefined, [200, JSON_TYPE, 'null']],
  ['a status alone', { statusCode: 204 }, [204, { 'content-type': 'text/plain;charset=UTF-8' }, '']],
  [
    'headers in lower case, values as text',
    { statusCode: '201', headers: { ETag: '"1"', 'Content-Type': 'text/html', 'Retry-After': 3 }, body: 'x' },
    [201, { etag: '"1"', 'content-type': 'text/html', 'retry-after': '3' }, 'x'],
  ],
  [
    'cookies become set-cookie',
    { statusCode: 200, headers: JSON_TYPE, cookies: ['a=1', 'b=2'], body: '' },
    [200, { ...JSON_TYPE, 'set-cookie': ['a=1', 'b=2'] }, ''],
  ],
  [
    'base64 is decoded',
    { statusCode: 200, headers: JSON_TYPE, body: 'aGk=', isBase64Encoded: true },
    [200, JSON_TYPE, 'hi'],
  ],
  ['a status code that is none', { statusCode: 'fine' }, [500, JSON_TYPE, '{"message":"Internal Server Error"}']],
])('%s', (_, value, expected) => {
  expect(read(value)).toEqual(expected);
});
