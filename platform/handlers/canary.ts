import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '@gymcoach/core/log';
import type { Context } from 'aws-lambda';
import { canaryLine } from '../domain/canary-line.ts';
import { isSmoked, smokeJourney } from '../domain/smoke-journey.ts';
import { smokePorts } from '../smoke-deps.ts';

const ports = smokePorts();

/** Kept to write the line: a run that Lambda ends says nothing. */
const RESERVE_MS = 2_000;

/**
 * Runs the journey against the stage, every few minutes, and writes one line, which is also the canary's metrics. Whoever calls
 * it by hand may name one service: `{ "only": "access" }`.
 */
export async function handler(
  event: { readonly only?: unknown },
  context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
): Promise<void> {
  const only = typeof event.only === 'string' && isSmoked(event.only) ? { only: event.only } : {};
  const late = sleep(context.getRemainingTimeInMillis() - RESERVE_MS, undefined, { ref: false });
  const { level, fields, metrics } = canaryLine(await smokeJourney(ports, { scheduled: true, late, ...only }));
  log(level, 'canary', { ...fields, lambdaRequestId: context.awsRequestId }, { always: true, metrics });
}
