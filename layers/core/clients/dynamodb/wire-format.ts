/**
 * DynamoDB's JSON, with binary attributes as base64 text. Nearly no item holds binary, and a replacer or reviver would
 * make every other request pay for it; so the text is made plainly first and looked at after: plain JSON of bytes is an
 * object under `B`, and nothing else is text under `B` (an attribute that is *named* B holds an object).
 */
const BYTES_WRITTEN = /"B":\{|"BS":\[\{/;

/** The body of a request. */
export function encodeInput(input: object): string {
  const text = JSON.stringify(input);
  return BYTES_WRITTEN.test(text) ? JSON.stringify(input, bytesToText) : text;
}

/** The body of an answer; throws a `SyntaxError` on text that is no JSON object. */
export function decodeOutput(text: string): Readonly<Record<string, unknown>> {
  const hasBytes = text.includes('"B"') || text.includes('"BS"');
  const output: unknown = hasBytes ? JSON.parse(text, textToBytes) : JSON.parse(text);
  if (typeof output !== 'object' || output === null || Array.isArray(output)) {
    throw new SyntaxError('The answer is no JSON object');
  }
  return output as Record<string, unknown>; // the line above has just checked it
}

/** Reads the property from its holder: a `Buffer` has been through its own `toJSON` before it becomes `value`. */
function bytesToText(this: unknown, key: string, value: unknown): unknown {
  const original: unknown = (this as Record<string, unknown>)[key]; // JSON.stringify always calls with the holder
  return ArrayBuffer.isView(original)
    ? Buffer.from(original.buffer, original.byteOffset, original.byteLength).toString('base64')
    : value;
}

function textToBytes(key: string, value: unknown): unknown {
  if (key === 'B' && typeof value === 'string') return bytes(value);
  if (key === 'BS' && Array.isArray(value)) return value.map((item) => (typeof item === 'string' ? bytes(item) : item));
  return value;
}

/** A plain Uint8Array, as the AWS SDK gives it, and not a view into Node's shared pool. */
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
