/** A filter pattern of an event source mapping, as serverless.yml has it. */
export type FilterPattern = Readonly<Record<string, unknown>>;

type Test = (value: unknown) => boolean;
type Json = Readonly<Record<string, unknown>>;

/**
 * Makes the test of one pattern: every field named must match, each list names alternatives. Comparisons are those of
 * Lambda that make sense on a stream record, where every number is a text (so not `numeric`).
 *
 * @throws Error on a comparison that it does not know: ignored, it would deliver what AWS would not
 */
export function createRecordFilter(pattern: FilterPattern): Test {
  const tests = Object.entries(pattern).map(([key, rule]) => {
    if (key === '$or') return anyOf(rule);
    const test = Array.isArray(rule) ? oneOf(rule) : createRecordFilter(object(rule, key));
    return (value: unknown) => test(isObject(value) ? value[key] : undefined);
  });
  return (value) => tests.every((test) => test(value));
}

function anyOf(rule: unknown): Test {
  if (!Array.isArray(rule)) throw new Error('a filter pattern gives $or no list');
  const tests = rule.map((alternative) => createRecordFilter(object(alternative, '$or')));
  return (value) => tests.some((test) => test(value));
}

/** At the end of a path: the value, or one of its elements, must pass one of these. */
function oneOf(rules: readonly unknown[]): Test {
  const tests = rules.map(createComparison);
  return (value) => (Array.isArray(value) ? value : [value]).some((element) => tests.some((test) => test(element)));
}

function createComparison(rule: unknown): Test {
  if (!isObject(rule)) return (value) => value === rule;
  const [[name, wanted] = ['', undefined], ...others] = Object.entries(rule);
  if (others.length > 0) throw new Error(`a filter pattern compares in two ways at once: ${JSON.stringify(rule)}`);
  if (name === 'exists') return (value) => isLeaf(value) === (wanted === true);
  if (name === 'anything-but') {
    const excluded = isObject(wanted) ? [wanted] : [wanted].flat();
    const tests = excluded.map(createComparison);
    return (value) => isLeaf(value) && !tests.some((test) => test(value));
  }
  if (typeof wanted !== 'string' || !(name in TEXT)) {
    throw new Error(`the local streams do not know the comparison ${JSON.stringify(rule)} of a filter pattern`);
  }
  const compare = TEXT[name as keyof typeof TEXT]; // checked above
  return (value) => typeof value === 'string' && compare(value, wanted);
}

const TEXT = {
  prefix: (value: string, wanted: string): boolean => value.startsWith(wanted),
  suffix: (value: string, wanted: string): boolean => value.endsWith(wanted),
  'equals-ignore-case': (value: string, wanted: string): boolean => value.toLowerCase() === wanted.toLowerCase(),
} as const;

/** Whether a field exists is a question about ends of paths only. */
const isLeaf = (value: unknown): boolean => value !== undefined && !isObject(value);

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function object(value: unknown, key: string): FilterPattern {
  if (isObject(value)) return value;
  throw new Error(`a filter pattern wants a list or a map at "${key}"`);
}
