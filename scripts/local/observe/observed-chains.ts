import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Plugin } from 'esbuild';

/** Where a container puts `timeMiddleware` before it loads its function. */
export const TIME_MIDDLEWARE = 'gymcoach.time-middleware';

const CHAINS = /[/\\]middleware[/\\]http[/\\](http-api|route-chain|write-duties)\.ts$/;
const IMPORT = /^import (?:\{([^}]*)\}|(\w+)) from '([^']+)';/gm;

/**
 * esbuild plugin, of `npm start` alone: what the files that build the chains import as middleware goes through
 * `timeMiddleware` where there is one. What is deployed knows nothing of it. A middleware is told by the house's rule: a file is
 * named after the one thing that it exports; of Middy's own it is the default export.
 */
export const observedChains = (): Plugin => ({
  name: 'observed-chains',
  setup({ onLoad }) {
    onLoad({ filter: CHAINS }, async ({ path }) => ({
      contents: observeImports(await readFile(path, 'utf8')),
      loader: 'ts',
    }));
  },
});

/** Puts what observes on the line of the import, so that every other line keeps its number. */
export function observeImports(source: string): string {
  return source.replaceAll(IMPORT, (statement, named: string | undefined, whole: string | undefined, from: string) => {
    const name = whole ?? camelCase(basename(from, '.ts'));
    if (whole !== undefined) return /^@middy\/http-(?!router)/.test(from) ? aliased(statement, whole) : statement;
    const isImported = named?.split(',').some((specifier) => specifier.trim() === name) ?? false;
    return from.startsWith('.') && isImported ? aliased(statement, name, `${name} as `) : statement;
  });
}

/** `import { a } from './a.ts'` -> `import { a as a$ } from './a.ts'; const a = observed or a$`. */
function aliased(statement: string, name: string, as = ''): string {
  const imported = statement.replace(new RegExp(`(?<=[{,\\s])${name}(?=[,\\s}])`), `${as}${name}$$`);
  const observer = `globalThis[Symbol.for(${JSON.stringify(TIME_MIDDLEWARE)})]`;
  return `${imported} const ${name} = ${observer}?.(${JSON.stringify(name)}, ${name}$) ?? ${name}$;`;
}

const camelCase = (kebab: string): string => kebab.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
