import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { build, type PartialMessage, type Plugin } from 'esbuild';
import { compile } from './compile.ts';
import { isObject, type Part } from './json-schema.ts';
import { KEPT, PARTS } from './route.ts';
import { definition } from './validator.ts';

const here = import.meta.dirname;
const SCHEMA_MODULES = /(\.schema|[/\\]routes)\.ts$/;
const BUILD_ONLY = /^(typebox|ajv)(\/|$)/;

/**
 * esbuild plugin: a schema module (`*.schema.ts`, `routes.ts`) is evaluated at build time and replaced by what its
 * exports need at run time: plain routes and generated validators. TypeBox, Ajv and raw schemas anywhere else are a
 * build error, so none of them can reach a bundle.
 */
export const schemas = (): Plugin => ({
  name: 'schemas',
  setup(setup) {
    const generated = new Map<string, Readonly<Record<string, string>>>();
    setup.onLoad({ filter: SCHEMA_MODULES }, async ({ path }) => {
      try {
        const { exports, inputs } = await evaluate(path);
        const modules = generate(path, exports);
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

/** Text of the module that replaces a schema module (`main`), and of one module of validators per part. */
export function generate(file: string, exports: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const parts = new Map<Part, Record<string, unknown>>();
  const compiled = new Map<string, string>();
  const use = (part: Part, name: string, schema: unknown): string => {
    const identity = `${part} ${JSON.stringify(schema)}`;
    const same = compiled.get(identity);
    if (same !== undefined) return same; // many routes have the same path parameters
    const schemasOfPart = parts.get(part) ?? {};
    parts.set(part, schemasOfPart);
    schemasOfPart[`$${name}`] = schema;
    compiled.set(identity, `${part}$${name}`);
    return `${part}$${name}`;
  };
  const lines: string[] = [];
  for (const [name, value] of Object.entries(exports)) {
    if (name === 'default') throw new Error('use named exports in a schema module');
    const source = definitionOf(value);
    if (source === undefined) continue; // a plain schema does not exist at run time
    if (typeof value === 'function') lines.push(`export const ${name} = ${use('value', name, source)};`);
    else if (isObject(source)) lines.push(routeLine(name, source, use));
  }
  const modules: Record<string, string> = {};
  const imports: string[] = [];
  for (const [part, schemasOfPart] of parts) {
    const runtime = JSON.stringify(join(here, 'runtime.ts'));
    modules[part] = `import * as runtime from ${runtime};\n${compile(part, schemasOfPart, 'esm')}`;
    const names = Object.keys(schemasOfPart).map((name) => `${name} as ${part}${name}`);
    imports.push(`import { ${names.join(', ')} } from ${JSON.stringify(`validators:${file}?${part}`)};`);
  }
  // Without an export, esbuild would take it for CommonJS, and an import of a raw schema for `undefined`.
  return { ...modules, main: [...imports, ...lines, 'export {};', ''].join('\n') };
}

function routeLine(
  name: string,
  source: Readonly<Record<string, unknown>>,
  use: (part: Part, name: string, schema: unknown) => string,
): string {
  const kept = KEPT.filter((key) => source[key] !== undefined).map((key) => `${key}: ${JSON.stringify(source[key])}`);
  const checks = PARTS.filter((part) => source[part] !== undefined).map(
    (part) => `${part}: ${use(part, name, source[part])}`,
  );
  return `export const ${name} = { ${[...kept, ...checks].join(', ')} };`;
}

/** What `route()` or `validator()` keeps about its schemas. */
export function definitionOf(value: unknown): unknown {
  const holder = typeof value === 'function' || (typeof value === 'object' && value !== null) ? value : {};
  return (holder as { [definition]?: unknown })[definition]; // any object may carry the symbol
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
