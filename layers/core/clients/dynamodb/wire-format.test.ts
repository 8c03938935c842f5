import { decodeOutput, encodeInput } from './wire-format.ts';

const bytes = new Uint8Array([0, 1, 254, 255]);

test('sends binary attributes as base64, whatever view holds them', () => {
  const Item = {
    one: { B: bytes },
    two: { BS: [Buffer.from(bytes), new Uint8Array()] },
    empty: { B: new Uint8Array() },
  };
  expect(JSON.parse(encodeInput({ Item }))).toEqual({
    Item: { one: { B: 'AAH+/w==' }, two: { BS: ['AAH+/w==', ''] }, empty: { B: '' } },
  });
});

test('sends only the part of a buffer that the view covers', () => {
  expect(encodeInput({ a: { B: bytes.subarray(1, 3) } })).toBe('{"a":{"B":"Af4="}}');
});

test('leaves attributes that are named B or BS alone', () => {
  const Item = { m: { M: { B: { S: 'text' }, BS: { L: [{ S: 'B' }] } } }, s: { S: '"B":"AAH+"' } };
  const text = JSON.stringify({ Item });
  expect(encodeInput({ Item })).toBe(text);
  expect(decodeOutput(text)).toEqual({ Item });
});

test('reads binary attributes as bytes', () => {
  const output = decodeOutput('{"Item":{"one":{"B":"AAH+/w=="},"two":{"BS":["AA==",""]}}}');
  expect(output).toEqual({ Item: { one: { B: bytes }, two: { BS: [new Uint8Array([0]), new Uint8Array()] } } });
});

test('keeps an attribute named __proto__ as data', () => {
  const { Item } = decodeOutput('{"Item":{"__proto__":{"S":"x"}}}');
  expect(Object.keys(Item as object)).toEqual(['__proto__']);
  expect(({} as { S?: unknown }).S).toBeUndefined();
});

test.each(['', 'null', '[]', '"text"', '{"Item":', '<html>'])('refuses %j as an answer', (text) => {
  expect(() => decodeOutput(text)).toThrow(SyntaxError);
});
