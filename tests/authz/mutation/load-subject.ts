import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Subject } from '../oracle/ask-subject.ts';

/** The decision with one of its modules replaced. Throws when that does not load. @param file path of the module, absolute */
export async function loadSubject(root: string, file: string, code: string): Promise<Subject> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'tests/authz/oracle/subject.ts')],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'replace',
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.ts$/ }, ({ path }) => (path === file ? { contents: code, loader: 'js' } : undefined)),
      },
    ],
  });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0]?.text ?? '')(module, module.exports, createRequire(file));
  return module.exports as Subject; // what the entry exports
}
