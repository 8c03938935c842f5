import { isBadText } from './bad-text.ts';

/** What a body is refused for before it is parsed; each is a permanent code. */
export type BodyFault =
  | 'body.too-complex'
  | 'body.duplicate-key'
  | 'body.forbidden-key'
  | 'body.number-out-of-range'
  | 'text.not-allowed';

const MAX_DEPTH = 16;
const MAX_KEYS = 200;
const MAX_ITEMS = 1_000;
const [MINUS, ZERO, NINE] = [0x2d, 0x30, 0x39];

/** They reach the prototype of whatever a later `Object.assign` copies them into. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** A string, a number, one mark, or anything between. No part can begin as another does: each character is read once. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|[{}[\],]|[^"{}[\],\d-]+/sy;

/**
 * The first thing in a JSON text that may not be parsed, in one pass over the text and without building anything: JSON.parse
 * keeps the last of two equal keys, rounds large integers, and makes Infinity of 1e400. Text that is no JSON is left to
 * the parser, which refuses it.
 */
export function scanJson(text: string): BodyFault | undefined {
  if (isBadText(text)) return 'text.not-allowed';
  /** Of each open object its keys so far, unescaped; of each open list how many commas. */
  const open: (Set<string> | number)[] = [];
  let inner: Set<string> | number | undefined;
  let expectsKey = false;
  for (let start = 0; start < text.length; start = TOKEN.lastIndex) {
    TOKEN.lastIndex = start;
    if (!TOKEN.test(text)) return undefined;
    let fault: BodyFault | undefined;
    switch (text[start]) {
      case '{':
      case '[':
        if (open.length === MAX_DEPTH) return 'body.too-complex';
        expectsKey = text[start] === '{';
        inner = expectsKey ? new Set() : 0;
        open.push(inner);
        break;
      case '}':
      case ']':
        if (open.pop() === undefined) return undefined;
        inner = open.at(-1);
        break;
      case ',':
        expectsKey = inner instanceof Set;
        if (typeof inner !== 'number') break;
        open[open.length - 1] = ++inner;
        if (inner === MAX_ITEMS) return 'body.too-complex';
        break;
      case '"':
        fault = checkText(text, start, TOKEN.lastIndex, expectsKey && inner instanceof Set ? inner : undefined);
        expectsKey = false;
        break;
      default:
        fault = checkNumber(text, start, TOKEN.lastIndex);
    }
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** `keys` where the text is a key. */
function checkText(text: string, start: number, end: number, keys: Set<string> | undefined): BodyFault | undefined {
  const inside = text.slice(start + 1, end - 1);
  const isPlain = !inside.includes('\\');
  if (isPlain && keys === undefined) return undefined;
  const value = isPlain ? inside : unescaped(`"${inside}"`);
  if (value === undefined) return undefined;
  if (!isPlain && isBadText(value)) return 'text.not-allowed';
  if (keys === undefined) return undefined;
  if (FORBIDDEN.has(value)) return 'body.forbidden-key';
  if (keys.has(value)) return 'body.duplicate-key';
  keys.add(value);
  return keys.size > MAX_KEYS ? 'body.too-complex' : undefined;
}

function unescaped(token: string): string | undefined {
  try {
    return String(JSON.parse(token));
  } catch {
    return undefined; // an escape that JSON does not have: the parser will say so
  }
}

/** Anything else between two marks is a number, or no concern of ours. */
function checkNumber(text: string, start: number, end: number): BodyFault | undefined {
  const first = text.charCodeAt(start);
  if (first !== MINUS && (first < ZERO || first > NINE)) return undefined;
  const value = Number(text.slice(start, end));
  if (Number.isNaN(value) || Number.isSafeInteger(value)) return undefined;
  return Number.isInteger(value) || !Number.isFinite(value) ? 'body.number-out-of-range' : undefined;
}
