import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { repositoryRoot } from '../../../scripts/build/repository-root.ts';

const LEFT_OUT = new Set([
  'node_modules',
  '.git',
  '.venv',
  '.local',
  '.build',
  '.esbuild',
  '.serverless',
  'dist',
  'lib',
  'coverage',
]);

/** A copy of the sources in a temporary folder; installed packages are links, our own workspaces those of the copy. */
export function copyTree(): string {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'gymcoach-generated-')));
  for (const name of readdirSync(repositoryRoot)) {
    if (LEFT_OUT.has(name)) continue;
    cpSync(join(repositoryRoot, name), join(copy, name), {
      recursive: true,
      filter: (source) => !LEFT_OUT.has(basename(source)),
    });
  }
  const packages = join(copy, 'node_modules');
  mkdirSync(join(packages, '@gymcoach'), { recursive: true });
  for (const name of readdirSync(join(repositoryRoot, 'node_modules'))) {
    if (name === '@gymcoach' || name === '.cache') continue;
    symlinkSync(join(repositoryRoot, 'node_modules', name), join(packages, name));
  }
  symlinkSync(join(copy, 'layers/core'), join(packages, '@gymcoach/core'));
  symlinkSync(join(copy, 'middleware'), join(packages, '@gymcoach/middleware'));
  return copy;
}
