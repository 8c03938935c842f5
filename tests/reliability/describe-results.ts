import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';
import { figureAt, inWords, type Proof } from './proof.ts';
import type { Results } from './results.ts';

const DOCUMENT = join(repositoryRoot, 'docs/reliability.md');
const [BEGIN, END] = ['<!-- figures: written by `npm run prove:contract` -->', '<!-- end of figures -->'];

/** The table of docs/reliability.md: each proof with its figures, those without a target last. */
export function describeResults(proofs: readonly Proof[], results: Results): string {
  const rows = proofs.flatMap(({ name, claim, targets, told = [] }) => {
    const measured = results[name];
    const value = (path: string): string => {
      const found = measured === undefined ? undefined : figureAt(measured.figures, path);
      return found === undefined ? 'not measured' : String(found);
    };
    return [
      `| **${name}** | ${claim} | | |`,
      ...Object.entries(targets).map(([path, target]) => `| | \`${path}\` | ${value(path)} | ${inWords(target)} |`),
      ...told.map((path) => `| | \`${path}\` | ${value(path)} | |`),
    ];
  });
  return ['| proof | claim and figures | measured | target |', '|---|---|---|---|', ...rows].join('\n');
}

/** The table that the document has now. */
export function describedResults(): string {
  const text = readFileSync(DOCUMENT, 'utf8');
  return text.slice(text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)).trim();
}

export function writeDescription(table: string): void {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [before, after] = [text.slice(0, text.indexOf(BEGIN)), text.slice(text.indexOf(END))];
  writeFileSync(DOCUMENT, `${before}${BEGIN}\n\n${table}\n\n${after}`);
}
