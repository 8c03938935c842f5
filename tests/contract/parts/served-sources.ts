import { globSync } from 'node:fs';
import { repositoryRoot } from '../../../scripts/build/repository-root.ts';

/** They run when the description or the bundles are made, on our own text. */
const AT_BUILD_TIME =
  /middleware\/contract\/(?:compile|shorter|texts-check|generate|plugin|lint|openapi|openapi-problems|json-schema)\.ts$/;
const NOT_SERVED = /\.test\.ts$|\/fixtures\/|\/test-\w+\.ts$|\/(?:lib|dist)\/|\/node_modules\/|\/\.\w/;

/** Files whose code may run for a request. */
export const servedSources = (): readonly string[] =>
  globSync('{layers,middleware,platform,services}/**/*.ts', { cwd: repositoryRoot })
    .filter((file) => !NOT_SERVED.test(file) && !AT_BUILD_TIME.test(file))
    .toSorted();
