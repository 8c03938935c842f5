import { parseArgs } from 'node:util';
import type { Choice } from './candidates/roster.ts';

export interface BenchOptions extends Choice {
  /** Measured rounds of cold starts; one more is run first and thrown away. */
  readonly rounds: number;
  /** Processes per candidate in which the warm figure is taken. */
  readonly warmRounds: number;
  /** Compare with the budgets and fail when one is missed. */
  readonly gate: boolean;
  /** Measure V8's compile cache on our function, and nothing else. */
  readonly compileCache: boolean;
}

export const USAGE =
  'usage: npm run bench -- [--quick] [--compile-cache] [--rounds 15] [--warm-rounds 5] [--only hono,sdk] [--no-gate]';

/** Reads the command line; throws with a sentence for the reader when it makes no sense. */
export function benchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      'compile-cache': { type: 'boolean', default: false },
      rounds: { type: 'string' },
      'warm-rounds': { type: 'string' },
      only: { type: 'string', default: '' },
      'no-gate': { type: 'boolean', default: false },
    },
  });
  const { quick, 'compile-cache': compileCache } = values;
  const only = values.only.split(',').filter((name) => name !== '');
  if (Number(quick) + Number(compileCache) + Number(only.length > 0) > 1)
    throw new Error('--quick, --compile-cache and --only each choose what runs: take one');
  return {
    quick,
    compileCache,
    only,
    rounds: count('rounds', values.rounds ?? (compileCache ? '30' : '15')),
    warmRounds: count('warm-rounds', values['warm-rounds'] ?? (quick ? '3' : '5')),
    gate: !values['no-gate'],
  };
}

function count(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 200) throw new Error(`--${name} takes a number from 1 to 200`);
  return value;
}
