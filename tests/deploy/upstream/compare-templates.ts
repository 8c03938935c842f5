import { KNOWN_DIFFERENCES } from './known-differences.ts';

export interface Comparison {
  /** Paths at which the templates differ, with both values. */
  readonly unexpected: readonly string[];
  /** Names of the known differences that were there. */
  readonly known: readonly string[];
  /** Values that are equal. */
  readonly equal: number;
}

/** Compares every value of two templates of one stack, but for what is known to differ. */
export function compareTemplates(one: unknown, other: unknown): Comparison {
  const [known, ours, theirs] = withoutKnown(JSON.stringify(one), JSON.stringify(other));
  const [left, right] = [valuesOf(JSON.parse(ours)), valuesOf(JSON.parse(theirs))];
  const paths = [...new Set([...left.keys(), ...right.keys()])];
  const unexpected = paths
    .filter((path) => left.get(path) !== right.get(path))
    .map((path) => `${path}: ${left.get(path) ?? 'absent'} | ${right.get(path) ?? 'absent'}`);
  return { unexpected, known, equal: paths.length - unexpected.length };
}

function withoutKnown(one: string, other: string): readonly [known: readonly string[], one: string, other: string] {
  let [ours, theirs] = [one, other];
  const known: string[] = [];
  for (const { name, pattern, instead } of KNOWN_DIFFERENCES) {
    const found = [ours, theirs].map((text) => JSON.stringify(text.match(pattern)?.toSorted()));
    if (found[0] !== found[1]) known.push(name);
    ours = ours.replace(pattern, instead);
    theirs = theirs.replace(pattern, instead);
  }
  return [known, ours, theirs];
}

/** Every value that is no list and no object, by its path. */
function valuesOf(value: unknown, path = '', found = new Map<string, string>()): ReadonlyMap<string, string> {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (inner.length === 0) found.set(path, JSON.stringify(value));
  for (const [name, one] of inner) valuesOf(one, `${path}/${name}`, found);
  return found;
}
