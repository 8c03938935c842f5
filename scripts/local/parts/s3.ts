import { portOf } from '../endpoints.ts';
import { localNames } from '../local-names.ts';
import { answersHttp, type Part, startPart } from './start-part.ts';

/** The S3 stand-in with the media bucket. It does not enforce the conditions of a presigned POST. */
export function startS3(url: string, folder: string, onDeath: (message: string) => void): Promise<Part> {
  return startPart({
    label: 'S3 (s3rver)',
    script: 's3-host.ts',
    args: [String(portOf(url)), localNames.mediaBucket],
    folder,
    isReady: () => answersHttp(url),
    onDeath,
  });
}
