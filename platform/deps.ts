import { dynamoClient } from '@gymcoach/core/clients/dynamodb';
import { createTable, type Table } from '@gymcoach/core/table';
import { taskFiles } from './adapters/task-files.ts';

export interface Deps {
  readonly main: Pick<Table, 'get'>;
  /** Text of a file beside the function, by its path in the repository. */
  readonly file: (path: string) => string;
  readonly stage: string;
  readonly commit: string;
}

const mainTable = process.env['MAIN_TABLE'];
if (mainTable === undefined || mainTable === '') throw new Error('missing in the environment: MAIN_TABLE');

export const deps: Deps = {
  // Only the readiness check needs the table, so only it makes the client.
  main: { get: (...call) => createTable(dynamoClient(), mainTable).get(...call) },
  file: taskFiles(process.env['LAMBDA_TASK_ROOT'] ?? process.cwd()),
  stage: process.env['STAGE'] ?? 'unknown',
  commit: process.env['GIT_COMMIT'] ?? 'unknown',
};
