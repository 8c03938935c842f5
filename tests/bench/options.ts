import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Measured rounds of cold starts; one more is run first and thrown away. */
  readonly rounds: number;
  /** Processes per candidate in which the warm figure is taken. */
  readonly warmRounds: number;
  /** Compare with the budgets and fail when one is missed. */
  readonly gate: boolean;
  /** Names of candidates to run; empty for all. The floor always runs. */
  readonly only: readonly string[];
}

export const USAGE = 'usage: npm run bench -- [--rounds 15] [--warm-rounds 5] [--only hono,sdk] [--no-gate]';

/** Reads the command line; throws with a sentence for the reader when it makes no sense. */
export function benchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '15' },
      'warm-rounds': { type: 'string', default: '5' },
      only: { type: 'string', default: '' },
      'no-gate': { type: 'boolean', default: false },
    },
  });
  return {
    rounds: count('rounds', values.rounds),
    warmRounds: count('warm-rounds', values['warm-rounds']),
    gate: !values['no-gate'],
    only: values.only.split(',').filter((name) => name !== ''),
  };
}

function count(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 200) throw new Error(`--${name} takes a number from 1 to 200`);
  return value;
}
