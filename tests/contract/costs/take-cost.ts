import { isDeepStrictEqual } from 'node:util';
import type { LambdaProcess } from '../parts/lambda-process.ts';
import type { SeenCall } from './aws-stand-ins.ts';
import type { CostWorld } from './cost-world.ts';
import type { Cost } from './route-costs.ts';

const READS = new Set(['GetItem', 'BatchGetItem', 'Query', 'TransactGetItems'].map((name) => `DynamoDB ${name}`));
const LINE_WITHIN_MS = 5_000;

/**
 * What came in at the stand-ins since they were last asked, the rate limiter's writes left out. Throws when the function's
 * own log line says otherwise, or when the limiter has not written as often as it should.
 */
export async function takeCost({ aws }: CostWorld, container: LambdaProcess, limiterShare: number): Promise<Cost> {
  const told = await lastLine(container);
  const calls = aws.takeCalls();
  const { awsCalls, readUnits, writeUnits } = told;
  const all = unitsOf(calls);
  if (!isDeepStrictEqual({ awsCalls, readUnits, writeUnits }, { awsCalls: calls.length, ...all })) {
    throw new Error(`the log line tells ${JSON.stringify(told)}, AWS was asked for ${JSON.stringify(calls)}`);
  }
  const limiter = calls.filter(({ isLimiter }) => isLimiter).length;
  // With the tests' high quotas the others report for the first time after ten requests.
  if (limiter !== (limiterShare === 1 ? 1 : 0)) throw new Error(`the rate limiter has written ${limiter} times`);
  const own = calls.filter(({ isLimiter }) => !isLimiter);
  const byName = Object.groupBy(own, ({ name }) => name);
  const counts = Object.entries(byName).map(([name, found = []]) => [name, found.length] as const);
  return { calls: Object.fromEntries(counts.toSorted(([a], [b]) => (a < b ? -1 : 1))), ...unitsOf(own) };
}

function unitsOf(calls: readonly SeenCall[]): Pick<Cost, 'readUnits' | 'writeUnits'> {
  const sum = (isRead: boolean): number =>
    calls.filter(({ name }) => READS.has(name) === isRead).reduce((units, call) => units + call.units, 0);
  return { readUnits: sum(true), writeUnits: sum(false) };
}

const linesSeen = new WeakMap<LambdaProcess, number>();

/** The line of the request that was just answered: it is written before the answer, but read from a pipe. */
async function lastLine(container: LambdaProcess): Promise<Readonly<Record<string, unknown>>> {
  const seen = linesSeen.get(container) ?? 0;
  for (const until = Date.now() + LINE_WITHIN_MS; Date.now() < until; ) {
    const lines = container
      .output()
      .split('\n')
      .slice(0, -1)
      .filter((line) => /"message":"(?:request|batch)"/.test(line));
    if (lines.length > seen) {
      linesSeen.set(container, lines.length);
      return JSON.parse(lines.at(-1) ?? '');
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`no log line: ${container.output()}`);
}
