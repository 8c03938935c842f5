import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { regularExpressions } from './parts/regular-expressions.ts';
import { servedSources } from './parts/served-sources.ts';

const LENGTH = 50_000;
const LIMIT_MS = 50;
const UNITS = [
  'a',
  'A',
  '0',
  '9',
  '-',
  '_',
  '.',
  ' ',
  '\t',
  ',',
  '"',
  '/',
  '=',
  '\\',
  ';',
  '{',
  'é',
  '\u0301',
  '\u200b',
];
const ENDS = ['', '!', '\0', '\n', '"'];

/** As they stand in the code that requests reach, and in the description (Ajv compiles a pattern with `u`). */
const found = [...regularExpressions(), ...described()];

function described(): readonly RegExp[] {
  const patterns = new Set<string>();
  JSON.parse(readFileSync(join(repositoryRoot, 'docs/openapi.json'), 'utf8'), (key, value: unknown) => {
    if (key === 'pattern' && typeof value === 'string') patterns.add(value);
    return value;
  });
  return [...patterns].map((pattern) => new RegExp(pattern, 'u'));
}

/** Texts that begin as a match does and then repeat one part of it until they are long. */
function evilTexts(expression: RegExp): readonly string[] {
  const repeated = UNITS.flatMap((unit) => ENDS.map((end) => unit.repeat(LENGTH / unit.length) + end));
  const begun = samples(expression).flatMap((sample) => {
    const cuts = [...new Set(Array.from({ length: 13 }, (_, at) => Math.round((at * sample.length) / 12)))];
    return cuts.flatMap((cut) => {
      const units = [
        sample.slice(cut, cut + 1),
        sample.slice(cut - 1, cut),
        sample.slice(cut, cut + 3),
        sample,
        ' ',
        'a',
      ];
      return units
        .filter((unit) => unit !== '')
        .map((unit) => `${sample.slice(0, cut)}${unit.repeat(Math.ceil(LENGTH / unit.length))}\0`);
    });
  });
  return [...repeated, ...begun];
}

function samples({ source, flags }: RegExp): readonly string[] {
  try {
    const matching = fc.stringMatching(new RegExp(source, flags.replaceAll(/[gy]/g, '')), { size: 'small' });
    return fc.sample(matching, { numRuns: 3, seed: 1 });
  } catch {
    return []; // a class that fast-check cannot make texts for
  }
}

/** The fastest of three where the first is slow, for the machine does other things, too. */
function milliseconds({ source, flags }: RegExp, text: string): number {
  const once = (): number => {
    const fresh = new RegExp(source, flags);
    const start = performance.now();
    fresh.exec(text);
    return performance.now() - start;
  };
  const first = once();
  return first < LIMIT_MS / 2 ? first : Math.min(first, once(), once());
}

describe('H8 regular expressions', () => {
  test('are found in code and description', () => {
    expect(found.length).toBeGreaterThan(40);
    expect(described().length).toBeGreaterThan(5);
  });

  test.each(found.map((expression) => [String(expression), expression] as const))(
    '%s takes no text of 50 kB longer than 50 ms',
    (_, expression) => {
      const slow = evilTexts(expression)
        .map((text) => ({ begins: text.slice(0, 40), ends: text.slice(-2), ms: milliseconds(expression, text) }))
        .filter(({ ms }) => ms > LIMIT_MS);
      expect(slow).toEqual([]);
    },
    60_000,
  );

  test('are never made of input: no code that serves requests makes one at run time', () => {
    const makers = servedSources().filter((file) =>
      /\bRegExp\s*\(|\.(?:match|matchAll|search)\((?!\s*\/|[A-Z])/.test(
        readFileSync(join(repositoryRoot, file), 'utf8'),
      ),
    );
    expect(makers).toEqual([]);
  });

  test('a slow one would be noticed', () => {
    const slow = /^(?:a+)*b$/;
    expect(milliseconds(slow, 'a'.repeat(26))).toBeGreaterThan(LIMIT_MS);
  });
});
