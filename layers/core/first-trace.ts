import { daemonAddress, sendDatagram } from './trace/daemon.ts';
import { type Segments, type Subsegment, segmentsOf } from './trace/segments.ts';
import { newSegmentId } from './trace/subsegment-data.ts';
import { traceContext } from './trace.ts';

const HEADER = '{"format":"json","version":1}\n';
const PARENT = /(?:^|;)Parent=([0-9a-f]{16})(?:;|$)/;

interface Sent extends Subsegment {
  readonly id: string;
}

let made: Segments | undefined;

/**
 * Subsegments of a container's first request, written to the X-Ray daemon by ourselves: X-Ray samples the first request
 * of each second, so nearly every cold start at low traffic, and the tracer (xray.ts) takes 20 ms to load. Each is in the
 * kernel's hands when `within` settles, so none waits for the next request of a container that is frozen. Without a
 * daemon's address nothing is recorded.
 */
export function segments(): Segments {
  made ??= createSegments(daemonAddress(process.env['AWS_XRAY_DAEMON_ADDRESS']));
  return made;
}

function createSegments(daemon: ReturnType<typeof daemonAddress>): Segments {
  return segmentsOf<Sent>((attributes, traceHeader, outer) => {
    const { traceId: trace_id } = traceContext(traceHeader);
    const parent_id = outer?.id ?? PARENT.exec(traceHeader)?.[1];
    if (daemon === undefined || trace_id === undefined || parent_id === undefined) return undefined;
    const id = newSegmentId();
    const begun = { ...attributes, id, trace_id, parent_id, type: 'subsegment', start_time: Date.now() / 1_000 };
    return {
      id,
      close(failure) {
        sendDatagram(daemon, HEADER + JSON.stringify({ ...begun, end_time: Date.now() / 1_000, ...failure }));
      },
    };
  });
}
