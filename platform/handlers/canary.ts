import { log } from '@gymcoach/core/log';
import type { Context } from 'aws-lambda';
import { canaryLine } from '../domain/canary-line.ts';
import { smokeJourney } from '../domain/smoke-journey.ts';
import { smokePorts } from '../smoke-deps.ts';

const ports = smokePorts();

/** Runs the journey against the stage, every few minutes, and writes one line, which is also the canary's metrics. */
export async function handler(_event: unknown, { awsRequestId }: Pick<Context, 'awsRequestId'>): Promise<void> {
  const { level, fields, metrics } = canaryLine(await smokeJourney(ports, { scheduled: true }));
  log(level, 'canary', { ...fields, lambdaRequestId: awsRequestId }, { always: true, metrics });
}
