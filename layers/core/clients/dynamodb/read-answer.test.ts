import fc from 'fast-check';
import { ConnectionError } from './connection-error.ts';
import { type Answer, readAnswer } from './read-answer.ts';

const LIMIT = 100_000;
const DATE = 'Tue, 17 Nov 2026 09:30:00 GMT';

/** Feeds the pieces one by one: what came with each of them. */
function feed(pieces: readonly (string | Buffer)[], limit = LIMIT): readonly (Answer | undefined)[] {
  const read = readAnswer(limit);
  return pieces.map((piece) => read(Buffer.from(piece)));
}

const whole = (body: string, headers = ''): Buffer =>
  Buffer.from(
    `HTTP/1.1 200 OK\r\nDate: ${DATE}\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );

function chunked(chunks: readonly string[]): Buffer {
  const parts = [...chunks.filter((text) => text !== ''), ''].map(
    (text) => `${Buffer.byteLength(text).toString(16)};note=1\r\n${text}\r\n`,
  );
  return Buffer.from(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${parts.join('')}`);
}

function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const at = [0, ...places.map((place) => place % bytes.length).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

const places = fc.array(fc.nat(), { maxLength: 6 });

test('gives the same answer however its bytes are cut, with the last of them and not before', () => {
  const answers = fc.oneof(
    fc.string({ unit: 'grapheme' }).map((body) => [body, whole(body)] as const),
    fc.array(fc.string({ unit: 'grapheme' })).map((parts) => [parts.join(''), chunked(parts)] as const),
  );
  fc.assert(
    fc.property(answers, places, ([body, bytes], at) => {
      const pieces = cut(bytes, at).filter((piece) => piece.length > 0);
      const given = feed(pieces);
      expect(given.slice(0, -1)).toEqual(given.slice(0, -1).map(() => undefined));
      expect(given.at(-1)).toMatchObject({ status: 200, body, reusable: true });
    }),
  );
});

test('takes no beginning of an answer for the whole', () => {
  for (const bytes of [whole('{"Item":{"PK":{"S":"a"}}}'), chunked(['{"Item":', '{}}'])]) {
    for (let length = 1; length < bytes.length; length += 1)
      expect(feed([bytes.subarray(0, length)])).toEqual([undefined]);
  }
});

test('knows the date of the server, and goes without one that is none', () => {
  expect(feed([whole('{}')])[0]?.date).toBe(Date.UTC(2026, 10, 17, 9, 30));
  expect(feed(['HTTP/1.1 200 OK\r\ndate: today\r\ncontent-length: 0\r\n\r\n'])[0]?.date).toBeUndefined();
});

test.each([
  ['the server says so', whole('{}', 'Connection: close\r\n')],
  ['the server says so among other things', whole('{}', 'connection: x, Close\r\nconnection: keep-alive\r\n')],
  ['something lies behind the answer', Buffer.concat([whole('{}'), Buffer.from('HTTP/1.1 200')])],
])('the connection is not used again when %s', (_, bytes) => {
  expect(feed([bytes])[0]).toMatchObject({ body: '{}', reusable: false });
});

test('passes over words of patience', () => {
  expect(feed(['HTTP/1.1 100 Continue\r\n\r\n', whole('{}')])[1]).toMatchObject({ status: 200, body: '{}' });
  expect(feed([Buffer.concat([Buffer.from('HTTP/1.1 102 Processing\r\n\r\n'), whole('{}')])])[0]?.status).toBe(200);
});

test('needs no length where there can be no body, and goes no further where one is told', () => {
  expect(feed(['HTTP/1.1 204 No Content\r\n\r\n'])[0]).toMatchObject({ status: 204, body: '', reusable: true });
  expect(feed(['HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\n'])[0]).toMatchObject({ reusable: false });
});

const answerOf = (headers: string, body = ''): string => `HTTP/1.1 200 OK\r\n${headers}\r\n\r\n${body}`;

test.each([
  ['another protocol', 'SSH-2.0-OpenSSH_9.9\r\n\r\n'],
  ['another version', 'HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n'],
  ['a status that is none', 'HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n'],
  ['a header without a name', answerOf(': x\r\ncontent-length: 0')],
  ['a folded header', answerOf('a: b\r\n c\r\ncontent-length: 0')],
  ['a body that only the end of the connection would end', answerOf('content-type: text/html', '<html>')],
  ['two lengths that differ', answerOf('content-length: 1\r\ncontent-length: 2')],
  ['a length and chunks', answerOf('content-length: 2\r\ntransfer-encoding: chunked', '0\r\n\r\n')],
  ['a length that is no number', answerOf('content-length: -1')],
  ['a coding that was not asked for', answerOf('transfer-encoding: gzip, chunked')],
  ['a chunk without size', answerOf('transfer-encoding: chunked', 'zz\r\n')],
  ['a chunk longer than it says', answerOf('transfer-encoding: chunked', '2\r\nabcd\r\n0\r\n\r\n')],
  ['a head without end', `HTTP/1.1 200 OK\r\na: ${'x'.repeat(20_000)}`],
  ['a chunk whose size never ends', answerOf('transfer-encoding: chunked', '1'.repeat(20_000))],
])('refuses %s', (_, text) => {
  expect(() => feed([text])).toThrow(ConnectionError);
});

test.each([whole('x'.repeat(101)), chunked(['x'.repeat(60), 'x'.repeat(60)])])('stops at the limit', (bytes) => {
  expect(() => feed([bytes], 100)).toThrow('more than 100 bytes');
});
