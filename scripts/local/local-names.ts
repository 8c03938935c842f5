import { join, resolve } from 'node:path';
import { repositoryRoot } from '../build/repository-root.ts';

/** Names of the local stage; functions get the same ones from services/_shared/environment.yml. */
export const localNames = {
  region: 'eu-west-1',
  accountId: '000000000000',
  userPoolId: 'eu-west-1_GymLocal1',
  userPoolClientId: 'gymcoachlocal',
  mainTable: 'gymcoach-local-main',
  mediaBucket: 'gymcoach-local-media',
} as const;

/** With what a function signs its calls. In AWS each has a role of its own; here, letters and digits, as DynamoDB Local wants them. */
export const accessKeyOf = (functionName: string): string => functionName.replaceAll(/[^A-Za-z0-9]/g, '');

/** Where the local parts keep their data: `.local`, or GYMCOACH_DATA_DIR. */
export const dataFolder = (env = process.env): string => {
  const given = env['GYMCOACH_DATA_DIR'];
  return given === undefined || given === '' ? join(repositoryRoot, '.local') : resolve(given);
};
