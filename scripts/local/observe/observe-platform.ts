import type { GatewayObserver } from '../gateway.ts';
import { accessLog } from './access-log.ts';
import { localPage } from './local-page.ts';
import { openLogFiles } from './log-files.ts';
import type { Observer } from './observer.ts';
import { readLine } from './read-line.ts';
import { createRecorder } from './recorder.ts';

export interface PlatformObservation {
  readonly functions: Observer;
  readonly gateway: GatewayObserver;
  close(): void;
}

/** Watches everything that `npm start` serves: in memory for the page at `/_local`, in files of this folder for later. */
export function observePlatform(logFolder: string): PlatformObservation {
  const recorder = createRecorder();
  const logFiles = openLogFiles({ folder: logFolder });
  const accessLine = accessLog();
  return {
    functions: {
      wrote(written) {
        const line = readLine(written);
        recorder.wrote(line);
        logFiles.wrote(line);
      },
      invoked(invocation) {
        recorder.invoked(invocation);
        logFiles.invoked(invocation);
      },
    },
    gateway: {
      answered(request) {
        recorder.answered(request);
        logFiles.wrote(readLine(accessLine(request)));
      },
      serve: localPage(recorder),
    },
    close: logFiles.close,
  };
}
