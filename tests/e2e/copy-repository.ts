import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';

export interface RepositoryCopy {
  readonly root: string;
  remove(): void;
}

const COPIED = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'serverless.yml',
  'docs',
  'layers',
  'middleware',
  'platform',
  'scripts',
  'services',
  'tests/support',
];
/** What a build leaves, and what tests alone need. */
const LEFT_OUT = new Set(['node_modules', 'lib', 'dist', '.esbuild', '.serverless', '.build']);

/**
 * A copy of the sources whose files may be changed, and in which bundlers may leave what they like. Packages are those
 * of the repository; the workspaces are those of the copy.
 */
export function copyRepository(): RepositoryCopy {
  // The real path: on macOS the temporary folder is a link, and watchers report what it leads to.
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'gymcoach-copy-'));
  for (const name of COPIED) {
    const from = join(repositoryRoot, name);
    if (!existsSync(from)) continue;
    const filter = (path: string): boolean => !LEFT_OUT.has(basename(path));
    cpSync(from, join(root, name), { recursive: true, preserveTimestamps: true, filter });
  }
  const packages = join(root, 'node_modules');
  mkdirSync(join(packages, '@gymcoach'), { recursive: true });
  for (const name of readdirSync(join(repositoryRoot, 'node_modules'))) {
    if (name === '@gymcoach' || name === '.cache') continue;
    symlinkSync(join(repositoryRoot, 'node_modules', name), join(packages, name));
  }
  symlinkSync(join(root, 'layers/core'), join(packages, '@gymcoach/core'));
  symlinkSync(join(root, 'middleware'), join(packages, '@gymcoach/middleware'));
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
