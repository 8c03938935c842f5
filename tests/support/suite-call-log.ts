import type { AwsCall } from '../../scripts/local/aws-calls/aws-call.ts';
import { openCallLog } from '../../scripts/local/aws-calls/call-log.ts';

/** Notes what functions ask of AWS where the run of all tests compares it with their roles; nowhere outside of such a run. */
export function suiteCallLog(): (calls: readonly AwsCall[]) => void {
  const folder = process.env['GYMCOACH_AWS_CALLS'];
  return folder === undefined || folder === '' ? () => {} : openCallLog(folder).note;
}
