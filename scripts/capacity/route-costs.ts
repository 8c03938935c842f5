import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../build/repository-root.ts';

const FILE = 'tests/contract/route-costs.json';

/** What one request asks of AWS. */
export interface RequestCost {
  /** `DynamoDB GetItem` -> how many. */
  readonly calls: Readonly<Record<string, number>>;
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** What a route asks of AWS, as the contract tests measured it. */
export interface RouteCost {
  /** `user-profile`, `platform`. */
  readonly service: string;
  /** `GET`. */
  readonly method: string;
  /** Name of the sample request: `get-profile.by-coach`. */
  readonly event: string;
  /** Writes of the rate limiter per request, one unit each, which are not among the calls. */
  readonly limiter: number;
  /** When its container does not know the caller's grants. */
  readonly cold: RequestCost;
  /** When it does. */
  readonly warm: RequestCost;
}

/** What a batch of the table's stream asks of AWS. */
export interface BatchCost {
  readonly records: number;
  readonly warm: RequestCost;
}

export interface RouteCosts {
  readonly routes: readonly RouteCost[];
  /** By the name of the sample batch. */
  readonly batches: ReadonlyMap<string, BatchCost>;
}

/** Reads the budget file of the contract tests; throws with a sentence for the reader when it is not there or no such file. */
export function readRouteCosts(file: string = join(repositoryRoot, FILE)): RouteCosts {
  if (!existsSync(file)) throw new Error(`${file} is missing: write it with "node scripts/route-costs.ts --write"`);
  return parseRouteCosts(JSON.parse(readFileSync(file, 'utf8')));
}

/** Checks the figures that the model uses. */
export function parseRouteCosts(document: unknown): RouteCosts {
  const { routes, batches } = record(document);
  if (!Array.isArray(routes) || !Array.isArray(batches)) throw new Error(`${FILE} has no lists "routes" and "batches"`);
  return {
    routes: routes.map((entry: unknown) => {
      const { service, method, event, limiter, cold, warm } = record(entry);
      if (typeof service !== 'string' || typeof method !== 'string' || typeof event !== 'string') {
        throw new Error(`${FILE}: a route needs service, method and event, got ${JSON.stringify(entry)}`);
      }
      return {
        service: service.replace(/-service$/, ''),
        method,
        event,
        limiter: countOf(limiter, `limiter of ${event}`),
        cold: costOf(cold, `cold ${event}`),
        warm: costOf(warm, `warm ${event}`),
      };
    }),
    batches: new Map(
      batches.map((entry: unknown) => {
        const { event, records, warm } = record(entry);
        return [
          String(event),
          { records: countOf(records, `records of ${event}`), warm: costOf(warm, `warm ${event}`) },
        ];
      }),
    ),
  };
}

function costOf(value: unknown, name: string): RequestCost {
  const { calls, readUnits, writeUnits } = record(value);
  const counted = Object.entries(record(calls)).map(([operation, n]) => [operation, countOf(n, name)]);
  return {
    calls: Object.fromEntries(counted),
    readUnits: countOf(readUnits, `read units, ${name}`),
    writeUnits: countOf(writeUnits, `write units, ${name}`),
  };
}

function countOf(value: unknown, name: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw new Error(`${FILE}: ${name} is no count but ${JSON.stringify(value)}`);
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}; // checked
