import { log } from '@gymcoach/core/log';
import type { Context } from 'aws-lambda';
import { canaryLine } from '../domain/canary-line.ts';
import { isSmoked, smokeJourney } from '../domain/smoke-journey.ts';
import { smokePorts } from '../smoke-deps.ts';

const ports = smokePorts();

/**
 * Runs the journey against the stage, every few minutes, and writes one line, which is also the canary's metrics. Whoever calls
 * it by hand may name one service: `{ "only": "access" }`.
 */
export async function handler(
  event: { readonly only?: unknown },
  { awsRequestId }: Pick<Context, 'awsRequestId'>,
): Promise<void> {
  const only = typeof event.only === 'string' && isSmoked(event.only) ? { only: event.only } : {};
  const { level, fields, metrics } = canaryLine(await smokeJourney(ports, { scheduled: true, ...only }));
  log(level, 'canary', { ...fields, lambdaRequestId: awsRequestId }, { always: true, metrics });
}
