import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { build, type PartialMessage, type Plugin } from 'esbuild';
import { type GenerateOptions, generate } from './generate.ts';

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
    const generated = new Map<string, Readonly<Record<string, string>>>();
    setup.onLoad({ filter: SCHEMA_MODULES }, async ({ path }) => {
      try {
        const { exports, inputs } = await evaluate(path);
        const modules = generate(path, exports, options);
        generated.set(path, modules);
        return { contents: modules['main'] ?? '', loader: 'js', resolveDir: here, watchFiles: [...inputs] };
      } catch (error) {
        return { errors: messages(error, path) };
      }
    });
    setup.onResolve({ filter: /^validators:/ }, ({ path }) => ({
      path: path.slice('validators:'.length),
      namespace: 'validators',
      sideEffects: false,
    }));
    setup.onLoad({ filter: /.*/, namespace: 'validators' }, ({ path }) => {
      const [file = '', part = ''] = path.split('?');
      return { contents: generated.get(file)?.[part] ?? '', loader: 'js', resolveDir: here };
    });
    setup.onResolve({ filter: BUILD_ONLY }, ({ path }) => ({
      errors: [{ text: `"${path}" belongs in *.schema.ts and routes.ts only (elsewhere use "import type")` }],
    }));
  },
});

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
