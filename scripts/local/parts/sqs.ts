import { portOf } from '../endpoints.ts';
import { localNames } from '../local-names.ts';
import { answersHttp, type Part, startPart } from './start-part.ts';

/** The SQS stand-in. What is sent to it is on disk before it answers, so a message outlives a kill of everything. */
export function startSqs(url: string, folder: string, onDeath: (message: string) => void): Promise<Part> {
  return startPart({
    label: 'SQS (fauxqs)',
    script: 'sqs-host.ts',
    args: [String(portOf(url)), localNames.region],
    folder,
    isReady: () => answersHttp(url),
    onDeath,
  });
}
