/** Everything that a generated validator may call at run time. esbuild drops what is not used. */

const DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
// C0 and C1 controls, DEL, line and paragraph separators, lone surrogates; the second one lets tab, LF and CR through.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Surrogate}/u;
const CONTROLS_BUT_LINES = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029]|\p{Surrogate}/u;
// Anything but space, format and other invisible characters; the Braille blank counts as a sign, and shows nothing.
const VISIBLE = /[^\s\u2800\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** Functions behind `format`. Stricter than ajv-formats: what passes may go into a key. */
export const formats = {
  /** A calendar day that exists, `YYYY-MM-DD`. */
  date: isDate,
  /** RFC 3339 instant with offset. */
  'date-time': (text: string): boolean =>
    text.length <= 40 && text[10] === 'T' && isDate(text.slice(0, 10)) && TIME.test(text.slice(11)),
  /** One line in which something can be seen, without control characters. */
  line: (text: string): boolean => !CONTROLS.test(text) && VISIBLE.test(text),
  /** Lines of text without other control characters. */
  lines: (text: string): boolean => !CONTROLS_BUT_LINES.test(text),
};

/** RegExp formats: Ajv copies them into the generated code. */
export const patterns = {
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
};

/** Length in code points, as JSON Schema counts `minLength` and `maxLength`. */
export function length(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Deep equality of JSON values, for `uniqueItems` and `const`. */
export function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  const right = new Map(Object.entries(b));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && equal(value, right.get(key)));
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && leap ? 29 : (DAYS[month] ?? 0);
  return month >= 1 && day >= 1 && day <= days;
}

/** One failed keyword, as a validator reports it. */
export const failure = (instancePath: string, keyword: string, params: object): object => ({
  instancePath,
  keyword,
  params,
});

/** The check of an object of texts, each with its pattern and the most characters that it may have. Fails as Ajv's own would. */
export function texts(fields: Readonly<Record<string, readonly [RegExp, number]>>) {
  const failuresOf = (data: unknown): readonly object[] => {
    if (typeof data !== 'object' || data === null || Array.isArray(data))
      return [failure('', 'type', { type: 'object' })];
    const given = new Map<string, unknown>(Object.entries(data).filter(([, value]) => value !== undefined));
    const names = Object.keys(fields);
    return [
      ...names.flatMap((name) => (given.has(name) ? [] : [failure('', 'required', { missingProperty: name })])),
      ...Object.keys(data).flatMap((name) =>
        names.includes(name) ? [] : [failure('', 'additionalProperties', { additionalProperty: name })],
      ),
      ...Object.entries(fields).flatMap(([name, [pattern, limit]]) => {
        const text = given.get(name);
        if (text === undefined) return [];
        if (typeof text !== 'string') return [failure(`/${name}`, 'type', { type: 'string' })];
        return [
          ...(length(text) > limit ? [failure(`/${name}`, 'maxLength', { limit })] : []),
          ...(pattern.test(text) ? [] : [failure(`/${name}`, 'pattern', { pattern: pattern.source })]),
        ];
      }),
    ];
  };
  const check = (data: unknown): boolean => {
    const failures = failuresOf(data);
    check.errors = failures.length === 0 ? null : failures;
    return failures.length === 0;
  };
  check.errors = null as readonly object[] | null; // of the last call
  return check;
}
