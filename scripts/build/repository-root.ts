import { resolve } from 'node:path';

/** Absolute path of the repository: everything that is built or served is found from here, whatever the working folder. */
export const repositoryRoot: string = resolve(import.meta.dirname, '../..');
