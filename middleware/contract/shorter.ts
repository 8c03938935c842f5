import type { Part } from './json-schema.ts';

/** Nobody reads it: `keyword` and `instancePath` say enough. */
const SCHEMA_PATH = /schemaPath:"(?:[^"\\]|\\.)*",/g;
/** A list of types is read from the schema, which would keep every schema in the bundle. */
const TYPE_LIST = /params:\{type: schema\d+[^}]*\}/g;
const PUSH =
  /const (err\d+) = \{instancePath(?::([^,]+))?,keyword:("\w+"),params:(\{.*?\})\};if\(vErrors === null\)\{vErrors = \[\1\];\}else \{vErrors\.push\(\1\);\}errors\+\+;/g;
const PATTERN = /const (pattern\d+) = new RegExp\(("(?:[^"\\]|\\.)*"), "u"\);/g;
const WHOLE_NUMBER = /\(\(typeof (\w+) == "number"\) && \(!\(\1 % 1\) && !isNaN\(\1\)\)\) && \(isFinite\(\1\)\)/g;
/** Where no schema refers to another one, nobody passes the rest. */
const PARAMETER = /\{instancePath="", parentData, parentDataProperty, rootData=data\}=\{\}/g;
/** A stored row is whole or damaged: why is of no use to anybody. */
const FIRST_FAILURE = /validate\d+\.errors = \[.*?\];return false;/g;

/** Ajv's code with the same checks in a third of its text. */
export function shorter(code: string, part: Part): string {
  const short = sharedPatterns(
    code
      .replace(SCHEMA_PATH, '')
      .replace(TYPE_LIST, 'params:{}')
      .replace(WHOLE_NUMBER, 'Number.isInteger($1)')
      .replace(
        PUSH,
        (_all, _name, path = 'instancePath', keyword: string, params: string) =>
          `errors++;(vErrors??=[]).push(runtime.failure(${path},${keyword},${params}));`,
      ),
  );
  const lean = short.includes('parentData:') ? short : short.replace(PARAMETER, '{instancePath=""}={}');
  return part === 'value' ? uncounted(lean.replace(FIRST_FAILURE, 'return false;')) : lean;
}

/** A pattern stands in the check and in what is told of a failure. */
function sharedPatterns(code: string): string {
  let short = code;
  for (const [, name = '', literal = ''] of code.matchAll(PATTERN)) {
    const text: unknown = JSON.parse(literal);
    // `source` writes some characters in another way.
    if (new RegExp(String(text), 'u').source !== text) continue;
    short = short.replaceAll(`{pattern: ${literal}}`, () => `{pattern: ${name}.source}`);
  }
  return short;
}

/**
 * Without the counting of failures between one check and the next: where each of them returns at once, none is ever
 * counted. Alternatives (`anyOf`) and references do count; what has them stays as it is.
 */
function uncounted(code: string): string {
  const short = code
    .replace(/const _errs\d+ = errors;/g, '')
    .replace(/(?:_errs\d+ === errors|errors === (?:_errs\d+|0))/g, 'true')
    .replace(/ && \(missing\d+ = "(?:[^"\\]|\\.)*"\)/g, '')
    .replace(/let missing\d+;/g, '')
    .replace(/, \{instancePath=""\}=\{\}/g, '')
    .replace(/let vErrors = null;let errors = 0;/g, '')
    .replace(/validate\d+\.errors = vErrors;/g, '')
    .replace(/\bvar valid\d+ = true;/g, '')
    .replace(/if\(!valid\d+\)\{break;\}/g, '')
    .replace(/if\(valid\d+\)/g, 'if(true)')
    .replace(/\}else \{\}/g, '}');
  return /\b(errors|vErrors|_errs\d+|valid\d+)\b/.test(short) ? code : short;
}
