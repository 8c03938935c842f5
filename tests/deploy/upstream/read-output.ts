import { EXPECTED_LINES, KNOWN_WARNINGS } from './known-differences.ts';

export interface Output {
  /** Known warnings that were printed. */
  readonly warnings: readonly string[];
  /** Lines that nobody knows. */
  readonly unexpected: readonly string[];
}

/** What the upstream CLI said: everything has to be a known warning or an expected line. */
export function readOutput(output: string): Output {
  const lines = output.split('\n').flatMap((line) => line.trim() || []);
  const warnings = KNOWN_WARNINGS.filter(({ text }) => lines.some((line) => matches(line, text)));
  const known = [...KNOWN_WARNINGS.map(({ text }) => text), ...EXPECTED_LINES];
  return {
    warnings: warnings.map(({ text }) => text),
    unexpected: lines.filter((line) => !known.some((text) => matches(line, text))),
  };
}

const matches = (line: string, text: string): boolean =>
  new RegExp(`^${text.split('*').map(RegExp.escape).join('.*')}$`).test(line);
