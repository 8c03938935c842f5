import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../build/repository-root.ts';
import { observeImports } from './observed-chains.ts';

const sourceOf = (name: string): string => readFileSync(join(repositoryRoot, `middleware/http/${name}.ts`), 'utf8');
const observedIn = (source: string): readonly string[] =>
  [...observeImports(source).matchAll(/; const (\w+) = globalThis/g)].map(([, name = '']) => name);

test.each([
  [
    'http-api',
    [
      'traceRequest',
      'logRequest',
      'compress',
      'responseHeaders',
      'httpErrorHandler',
      'problem',
      'limitAnswer',
      'routeChain',
    ],
  ],
  ['route-chain', ['authenticate', 'harden', 'validate']],
  ['write-duties', ['readBody', 'hardenBody', 'httpJsonBodyParser', 'requirePreconditions', 'answerOnce']],
])('finds every middleware of %s, and keeps its lines where they are', (file, names) => {
  const source = sourceOf(file);
  expect(observedIn(source)).toEqual(expect.arrayContaining(names));
  expect(observeImports(source).split('\n')).toHaveLength(source.split('\n').length);
});

test.each([
  `import type { Compress } from './compress.ts';`,
  `import { type Compress, NOTHING } from './compress.ts';`,
  `import { compress } from '@gymcoach/core/compress';`,
  `import httpRouterHandler from '@middy/http-router';`,
  `const { compress } = await import('./compress.ts');`,
])('leaves alone: %s', (source) => {
  expect(observeImports(source)).toBe(source);
});

test('calls a middleware by its name again, observed where somebody observes', () => {
  expect(observeImports(`import { FALLBACK, problem } from './problem.ts';`)).toBe(
    `import { FALLBACK, problem as problem$ } from './problem.ts'; ` +
      `const problem = globalThis[Symbol.for("gymcoach.time-middleware")]?.("problem", problem$) ?? problem$;`,
  );
});
