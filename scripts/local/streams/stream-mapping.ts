import type { FunctionDefinition, Stack } from '../../build/read-stack.ts';
import { declaredQueues } from '../declared-queues.ts';
import { createRecordFilter, type FilterPattern } from './record-filter.ts';

/** What a `stream` event of a function says: an event source mapping. */
export interface StreamMapping {
  /** The table whose stream it reads. */
  readonly table: string;
  readonly batchSize: number;
  /** Whether the function gets this record. */
  readonly wants: (record: unknown) => boolean;
  readonly reportsItemFailures: boolean;
  readonly bisects: boolean;
  /** After the first attempt; undefined: without end. */
  readonly maxRetries: number | undefined;
  readonly maxAgeSeconds: number | undefined;
  /** The name of the queue that is told what was given up. */
  readonly failureQueue: string | undefined;
}

type Json = Readonly<Record<string, unknown>>;

/** `batchWindow` would only make us wait, `startingPosition` is checked, `parallelizationFactor` is below. */
const KNOWN = new Set([
  ...['type', 'arn', 'enabled', 'batchSize', 'batchWindow', 'startingPosition', 'functionResponseType'],
  ...['bisectBatchOnFunctionError', 'maximumRetryAttempts', 'maximumRecordAgeInSeconds', 'parallelizationFactor'],
  ...['filterPatterns', 'destinations'],
]);
const DEFAULT_BATCH_SIZE = 100;

/**
 * The DynamoDB streams that a function reads.
 *
 * @throws Error on a setting that the local mapping would not obey
 */
export function readStreamMappings(stack: Stack, definition: FunctionDefinition): readonly StreamMapping[] {
  return definition.events.flatMap((event) => {
    const source = (event as { stream?: unknown }).stream; // events of other kinds lack it
    if (source === undefined) return [];
    const where = `${stack.name}, function "${definition.name}"`;
    if (typeof source !== 'object' || source === null) throw new Error(`${where}: give its stream as a map`);
    const given = source as Json; // checked above
    return given['enabled'] === false ? [] : [readMapping(stack, given, where)];
  });
}

function readMapping(stack: Stack, given: Json, where: string): StreamMapping {
  const unknown = Object.keys(given).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) throw new Error(`${where}: the local streams do not know the setting ${unknown}`);
  if (given['type'] !== 'dynamodb') throw new Error(`${where}: the local streams are those of DynamoDB only`);
  if (given['startingPosition'] !== 'TRIM_HORIZON') throw new Error(`${where}: local streams start at TRIM_HORIZON`);
  if ((given['parallelizationFactor'] ?? 1) !== 1)
    throw new Error(`${where}: local shards are read one batch at a time`);
  const patterns = (given['filterPatterns'] ?? []) as readonly FilterPattern[]; // createRecordFilter looks at the content
  const filters = patterns.map(createRecordFilter);
  return {
    table: tableOf(given['arn'], where),
    batchSize: limit(given['batchSize']) ?? DEFAULT_BATCH_SIZE,
    wants: (record) => filters.length === 0 || filters.some((filter) => filter(record)),
    reportsItemFailures: given['functionResponseType'] === 'ReportBatchItemFailures',
    bisects: given['bisectBatchOnFunctionError'] === true,
    maxRetries: limit(given['maximumRetryAttempts']),
    maxAgeSeconds: limit(given['maximumRecordAgeInSeconds']),
    failureQueue: failureQueue(stack, given['destinations'], where),
  };
}

/** -1 is how the API spells `without end`. */
function limit(value: unknown): number | undefined {
  const number = Number(value ?? -1);
  return number < 0 ? undefined : number;
}

/** The platform exports the stream of table `gymcoach-S-main` as `gymcoach-S-main-table-stream-arn`. */
function tableOf(arn: unknown, where: string): string {
  const name = intrinsic(arn, 'ImportValue');
  const table = /^(.+)-table-stream-arn$/.exec(typeof name === 'string' ? name : '')?.[1];
  if (table === undefined) {
    throw new Error(`${where}: the stream's arn has to be !ImportValue <table>-table-stream-arn, to be known locally`);
  }
  return table;
}

function failureQueue(stack: Stack, destinations: unknown, where: string): string | undefined {
  const destination = (destinations as { onFailure?: Json } | undefined)?.onFailure; // a map, by the CLI's own check
  if (destination === undefined) return undefined;
  const target = intrinsic(destination['arn'], 'GetAtt');
  const logicalId = String(Array.isArray(target) ? target[0] : target).replace(/\.Arn$/, '');
  const queue = declaredQueues(stack).find((declared) => declared.logicalId === logicalId);
  if (queue === undefined) throw new Error(`${where}: onFailure has to be !GetAtt of a queue of the same stack`);
  return queue.name;
}

const intrinsic = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? ((value as Json)[name] ?? (value as Json)[`Fn::${name}`]) : undefined;
