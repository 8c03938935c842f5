import { readRowChange } from '@gymcoach/core/stream';
import { streamWorker } from '@gymcoach/middleware/stream/stream-worker';
import { numberingPorts } from '../deps.ts';
import { numberChanges } from '../domain/number-changes.ts';

const ports = { ...numberingPorts(), read: readRowChange };

export const handler = streamWorker({
  service: 'change-feed',
  consume: (records, remainingMs) => numberChanges(ports, records, remainingMs),
});
