import { parseArgs } from 'node:util';

export interface CapacityArguments {
  readonly users: number;
  readonly seed: number;
  /** Show only the functions of this service. */
  readonly service: string | undefined;
  readonly json: boolean;
}

const MOST_USERS = 1e8;
const MOST_SEED = 2 ** 31;

export const USAGE = 'usage: npm run capacity -- --users 1000000 [--service user-profile] [--seed 1] [--json]';

/** Reads the command line; throws with a sentence for the reader when it makes no sense. */
export function capacityArguments(args: readonly string[]): CapacityArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      users: { type: 'string' },
      service: { type: 'string' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  if (values.users === undefined) throw new Error(`--users is missing\n${USAGE}`);
  return {
    users: wholeNumber('users', values.users, 1, MOST_USERS),
    seed: wholeNumber('seed', values.seed, 0, MOST_SEED),
    service: values.service,
    json: values.json,
  };
}

/** `1000000`, `1_000_000` or `1e6`. */
function wholeNumber(name: string, text: string, least: number, most: number): number {
  const plain = text.replaceAll('_', '');
  const value = /^\d+(e\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Error(
    `--${name} takes a whole number from ${least} to ${most.toExponential(0).replace('+', '')}, not "${text}"`,
  );
}
