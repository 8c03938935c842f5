import { parseTokenObject } from './token-json.ts';

const parse = (text: string | Buffer): unknown => parseTokenObject(Buffer.from(text).toString('base64url'));

describe('parseTokenObject', () => {
  test.each([
    ['{}'],
    ['{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}'],
    ['{"a":"b\\":1,\\"a\\":{","b":"{","c":"}"}'],
    [' { "a" : "\\\\" , "b" : null } '],
    ['{"名":1,"🏋":2}'],
  ])('reads %s', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  test.each([
    ['a list', '[]'],
    ['null', 'null'],
    ['a number', '1'],
    ['nothing', ''],
    ['two objects', '{}{}'],
    ['a byte order mark', '\uFEFF{}'],
    ['bytes that are no UTF-8', Buffer.from('{"a":"\xff"}', 'latin1')],
    [
      'a surrogate in three bytes',
      Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
    ],
    ['a name twice', '{"a":1,"a":1}'],
    ['a name twice, far apart', '{"a":1,"b":{"c":[1,{"d":2}]},"a":2}'],
    ['a name twice, once escaped', '{"a":1,"\\u0061":2}'],
    ['a name twice within', '{"a":[{"b":{"c":1,"c":2}}]}'],
    ['a name with an escaped quote twice', '{"\\"":1,"\\u0022":2}'],
    ['an empty name twice', '{"":1,"":2}'],
    ['__proto__ twice', '{"__proto__":1,"__proto__":2}'],
  ])('does not read %s', (_name, text) => {
    expect(parse(text)).toBeUndefined();
  });
});
