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

/** Where the local parts keep their data: `.local`, or GYMCOACH_DATA_DIR. */
export const dataFolder = (env = process.env): string => {
  const given = env['GYMCOACH_DATA_DIR'];
  return given === undefined || given === '' ? join(repositoryRoot, '.local') : resolve(given);
};
