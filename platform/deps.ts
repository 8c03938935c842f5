import { createPlatform } from '@gymcoach/core/platform';
import type { Table } from '@gymcoach/core/table';
import { taskFiles } from './adapters/task-files.ts';

export interface Deps {
  readonly main: Pick<Table, 'get'>;
  /** Text of a file beside the function, by its path in the repository. */
  readonly file: (path: string) => string;
  readonly stage: string;
  readonly commit: string;
}

export const deps: Deps = {
  main: createPlatform().main,
  file: taskFiles(process.env['LAMBDA_TASK_ROOT'] ?? process.cwd()),
  stage: process.env['STAGE'] ?? 'unknown',
  commit: process.env['GIT_COMMIT'] ?? 'unknown',
};
