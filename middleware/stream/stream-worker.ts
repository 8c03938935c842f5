import { describeError, log } from '@gymcoach/core/log';
import { monotonic } from '@gymcoach/core/monotonic';
import { nothingSpent, withRequestScope } from '@gymcoach/core/request-scope';
import { beginRequest, traceContext } from '@gymcoach/core/trace';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';

/** What has become of the records of one batch. */
export interface BatchReport {
  /** The first record that has to come again, and with it all after it; absent when all are dealt with. */
  readonly failedFrom?: { readonly index: number; readonly cause: unknown };
  /** Records that cannot be processed and were put aside for somebody to look at. */
  readonly poison: readonly { readonly index: number; readonly cause: unknown }[];
  /** What was done, by name, for the log line and the metrics. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface StreamWorkerOptions {
  /** Name in logs and metrics: `change-feed`. */
  readonly service: string;
  /** Deals with the records in order. What it throws makes the whole batch come again. */
  readonly consume: (records: readonly unknown[], remainingMs: () => number) => Promise<BatchReport>;
}

/** Kept for the answer and the log line: what is still asked of a dependency then is given up, and the batch comes again. */
const RESERVE_MS = 500;

export type StreamHandler = (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>;

/**
 * The function behind a DynamoDB stream: tells Lambda from which record on a batch has to come again, writes one log line
 * per batch, which is also its metrics, and one per poison record. Only ids are logged.
 *
 * @example export const handler = streamWorker({ service: 'change-feed', consume });
 */
export function streamWorker({ service, consume }: StreamWorkerOptions): StreamHandler {
  return async ({ Records }, context) => {
    const begun = monotonic();
    beginRequest();
    const { awsRequestId: lambdaRequestId } = context;
    const where = (index: number) => ({
      service,
      lambdaRequestId,
      eventId: Records[index]?.eventID,
      sequenceNumber: Records[index]?.dynamodb?.SequenceNumber,
    });
    const remainingMs = (): number => context.getRemainingTimeInMillis();
    const spent = nothingSpent();
    const scope = { ms: remainingMs() - RESERVE_MS, traceId: traceContext().traceId ?? lambdaRequestId, spent };
    const { failedFrom, poison, counts } = await withRequestScope(scope, () => consume(Records, remainingMs)).catch(
      all,
    );
    for (const { index, cause } of poison) {
      log('error', 'a record cannot be processed and was put aside', { ...where(index), error: describeError(cause) });
    }
    const counted = {
      ...counts,
      records: Records.length,
      poison: poison.length,
      again: failedFrom === undefined ? 0 : Records.length - failedFrom.index,
    };
    log(
      failedFrom === undefined ? 'info' : 'error',
      'batch',
      {
        ...(failedFrom === undefined
          ? { service, lambdaRequestId }
          : { ...where(failedFrom.index), error: describeError(failedFrom.cause) }),
        traceId: traceContext().traceId,
        version: context.functionVersion,
        duration: Math.round((monotonic() - begun) * 1000) / 1000,
        ...counted,
        ...spent,
      },
      { always: true, metrics: metrics([...Object.keys(counted), 'readUnits', 'writeUnits']) },
    );
    if (failedFrom === undefined) return { batchItemFailures: [] };
    // Without a number Lambda takes the whole batch to have failed, which is as right, and repeats more.
    return { batchItemFailures: [{ itemIdentifier: where(failedFrom.index).sequenceNumber ?? '' }] };
  };
}

const all = (cause: unknown): BatchReport => ({ failedFrom: { index: 0, cause }, poison: [], counts: {} });

/** What of the line is a metric, by service. */
const metrics = (counts: readonly string[]): string =>
  JSON.stringify([
    {
      Namespace: 'GymCoach',
      Dimensions: [['stage', 'service']],
      Metrics: [...counts.map((Name) => ({ Name, Unit: 'Count' })), { Name: 'duration', Unit: 'Milliseconds' }],
    },
  ]);
