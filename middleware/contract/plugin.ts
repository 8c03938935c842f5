import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { build, type PartialMessage, type Plugin } from 'esbuild';
import { type Generated, type GenerateOptions, generate } from './generate.ts';

const here = import.meta.dirname;
const SCHEMA_MODULES = /(\.schema|[/\\]routes)\.ts$/;
const BUILD_ONLY = /^(typebox|ajv)(\/|$)/;

/**
 * esbuild plugin: a schema module (`*.schema.ts`, `routes.ts`) is evaluated at build time and replaced by what its
 * exports need at run time: plain routes and generated validators. TypeBox, Ajv and raw schemas anywhere else are a
 * build error, so none of them can reach a bundle.
 */
export const schemas = (options: GenerateOptions = {}): Plugin => ({
  name: 'schemas',
  setup(setup) {
    const generating = new Map<string, Promise<Generated & { readonly inputs: readonly string[] }>>();
    setup.onStart(() => generating.clear());
    setup.onResolve({ filter: /[/\\]routes\.ts$/ }, async ({ path, importer, resolveDir }) => {
      if (importer === '') return undefined;
      return { path: resolve(resolveDir, path), suffix: namedRoutes(await readFile(importer, 'utf8')) };
    });
    setup.onLoad({ filter: SCHEMA_MODULES }, async ({ path, suffix }) => {
      try {
        const made =
          generating.get(path) ??
          evaluate(path).then(({ exports, inputs }) => ({ ...generate(path, exports, options), inputs }));
        generating.set(path, made);
        const { exports, inputs } = await made;
        const named = Object.keys(exports).filter((name) => suffix === '' || suffix.slice(1).split(',').includes(name));
        // Without an export, esbuild would take it for CommonJS, and an import of a raw schema for `undefined`.
        const contents = [...named.map((name) => exports[name]), 'export {};'].join('\n');
        return { contents, loader: 'js', resolveDir: here, watchFiles: [...inputs] };
      } catch (error) {
        return { errors: messages(error, path) };
      }
    });
    setup.onResolve({ filter: /^validators:/ }, ({ path }) => ({
      path: path.slice('validators:'.length),
      namespace: 'validators',
      sideEffects: false,
    }));
    setup.onLoad({ filter: /.*/, namespace: 'validators' }, async ({ path }) => {
      const [file = '', name = ''] = path.split('?');
      return { contents: (await generating.get(file))?.modules[name] ?? '', loader: 'js', resolveDir: here };
    });
    setup.onResolve({ filter: BUILD_ONLY }, ({ path }) => ({
      errors: [{ text: `"${path}" belongs in *.schema.ts and routes.ts only (elsewhere use "import type")` }],
    }));
  },
});

/**
 * The routes that a file names, `?getProfile,listInjuries`, where it imports all of them as one name and only to ask for some:
 * it is given these, for what has all would make each of them a part of itself.
 */
function namedRoutes(importer: string): string {
  const [statement, space] = /^import \* as (\w+) from '[^']*routes\.ts';/m.exec(importer) ?? [];
  if (statement === undefined) return '';
  const uses = importer.replace(statement, '').matchAll(new RegExp(`\\b${space}\\b(?:\\.(\\w+))?`, 'g'));
  const names = [...uses].map(([, name]) => name);
  return names.includes(undefined) ? '' : `?${names.join()}`;
}

async function evaluate(
  file: string,
): Promise<{ exports: Readonly<Record<string, unknown>>; inputs: readonly string[] }> {
  const result = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    metafile: true,
    logLevel: 'silent',
    external: ['typebox', 'ajv', 'ajv/*'],
    alias: { '@gymcoach/middleware': dirname(here) },
    absWorkingDir: dirname(file),
  });
  const module: { exports: Record<string, unknown> } = { exports: {} };
  const text = `${result.outputFiles[0]?.text ?? ''}\n//# sourceURL=${file}`;
  new Function('module', 'exports', 'require', text)(module, module.exports, createRequire(join(here, 'plugin.ts')));
  return {
    exports: module.exports,
    inputs: Object.keys(result.metafile.inputs).map((input) => resolve(dirname(file), input)),
  };
}

function messages(error: unknown, file: string): PartialMessage[] {
  const { errors } = error as { errors?: PartialMessage[] }; // present on esbuild's own failures
  if (Array.isArray(errors) && errors.length > 0) return errors;
  const text = error instanceof Error ? error.message : String(error);
  return [{ text: `${relative(process.cwd(), file)}: ${text}`, location: { file } }];
}
