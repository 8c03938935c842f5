import { createRequire, Module } from 'node:module';
import { type Segments, type Subsegment, segmentsOf } from '../../../layers/core/trace/segments.ts';
import type { SpanRecorder } from './span-recorder.ts';

/** What makes subsegments in the layer: a container's first request has the one, all others the other. */
const PRODUCERS = ['@gymcoach/core/first-trace', '@gymcoach/core/xray'];

/**
 * Has the layer's `span` record its subsegments here instead of sending them to X-Ray's daemon: the same contract
 * (layers/core/trace/segments.ts), so the same names, nesting and failures, without Powertools to load. `file` is the function's.
 */
export function observeCalls(file: string, recorder: SpanRecorder): void {
  const require = createRequire(file);
  for (const producer of PRODUCERS) {
    try {
      const path = require.resolve(producer);
      const module = new Module(path);
      require.cache[path] = Object.assign(module, { loaded: true, exports: { segments: () => segments(recorder) } });
    } catch {
      return; // a function without the layer makes no calls that are traced
    }
  }
}

/** The header that makes a request a sampled one. */
export const sampled = (traceHeader: string | undefined): string =>
  [...(traceHeader ?? '').split(';').filter((part) => part !== '' && !part.startsWith('Sampled=')), 'Sampled=1'].join(
    ';',
  );

const segments = (recorder: SpanRecorder): Segments =>
  segmentsOf<Subsegment>(({ name, aws }) => {
    const { operation, table_name: table } = (aws ?? {}) as { operation?: string; table_name?: string }; // of attributesOf
    const close = recorder.open({
      name: operation === undefined ? name : `${name} ${operation}`,
      kind: operation === undefined ? 'work' : 'aws',
      ...(table === undefined ? {} : { table }),
    });
    return { close: (failure) => close(failure === undefined ? undefined : errorName(failure)) };
  });

function errorName({ cause }: Readonly<Record<string, unknown>>): string {
  const { exceptions } = (cause ?? {}) as { exceptions?: readonly { message: string }[] }; // of failureAttributes
  return exceptions?.[0]?.message ?? 'Error';
}
