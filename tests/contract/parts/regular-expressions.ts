import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import { repositoryRoot } from '../../../scripts/build/repository-root.ts';

/** They run when the description or the bundles are made, on our own text. */
const AT_BUILD_TIME = /middleware\/contract\/(?:compile|plugin|lint|openapi|openapi-problems|json-schema)\.ts$/;
const NOT_SERVED = /\.test\.ts$|\/fixtures\/|\/test-\w+\.ts$|\/(?:lib|dist)\/|\/node_modules\/|\/\.\w/;

/** Files whose code may run for a request. */
export const servedSources = (): readonly string[] =>
  globSync('{layers,middleware,platform,services}/**/*.ts', { cwd: repositoryRoot })
    .filter((file) => !NOT_SERVED.test(file) && !AT_BUILD_TIME.test(file))
    .toSorted();

/** Every regular expression that such code holds, each once. */
export function regularExpressions(): readonly RegExp[] {
  const found = new Map<string, RegExp>();
  for (const file of servedSources()) {
    const tree = parseSync(readFileSync(join(repositoryRoot, file), 'utf8'), { syntax: 'typescript' });
    JSON.stringify(tree, (_key, node: unknown) => {
      if (isLiteral(node)) found.set(`/${node.pattern}/${node.flags}`, new RegExp(node.pattern, node.flags));
      return node;
    });
  }
  return [...found.values()];
}

const isLiteral = (node: unknown): node is { readonly pattern: string; readonly flags: string } =>
  typeof node === 'object' && node !== null && 'type' in node && node.type === 'RegExpLiteral';
