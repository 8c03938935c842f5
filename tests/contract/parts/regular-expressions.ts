import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import { repositoryRoot } from '../../../scripts/build/repository-root.ts';
import { servedSources } from './served-sources.ts';

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
