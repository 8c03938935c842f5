import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Step } from '../../layers/core/clients/dynamodb/scripted-service.ts';
import { passTo } from './faulty-service.ts';

/** A service in front of another, whose answers can be replaced by anything, well-formed or not. */
export interface CorruptingService {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Requests since the last `corrupt`, those passed on too. */
  readonly calls: number;
  /** Answers the next `times` requests by `step`, without asking the other service. @default all */
  corrupt(step: Step, times?: number): void;
  /** Passes everything on again. */
  heal(): void;
  /** Nobody listens any more. */
  stop(): Promise<void>;
}

export async function startCorruptingService(target: string): Promise<CorruptingService> {
  let calls = 0;
  let left = 0;
  let fault: Step | undefined;
  const pass = passTo(target);
  const server = createServer((request, response) => {
    calls += 1;
    left -= 1;
    if (fault === undefined || left < 0) return pass(request, response);
    request.resume();
    fault(response, request);
  });
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  const { port } = server.address() as AddressInfo; // listening on TCP, so it is no pipe name
  return {
    url: `http://127.0.0.1:${port}`,
    get calls() {
      return calls;
    },
    corrupt(step, times = Number.POSITIVE_INFINITY) {
      calls = 0;
      left = times;
      fault = step;
    },
    heal() {
      fault = undefined;
    },
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}
