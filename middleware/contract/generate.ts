import { join } from 'node:path';
import { compile } from './compile.ts';
import { isObject, type Part } from './json-schema.ts';
import { KEPT, PARTS } from './route.ts';
import { definition, isHot } from './validator.ts';

export interface GenerateOptions {
  /**
   * How the build is asked for a part of the function that is loaded when needed: the text of an expression, given that of
   * an import. Bodies, queries and validators that are not `hot` are such parts. @default everything is in one file
   */
  readonly part?: (imported: string) => string;
}

const here = import.meta.dirname;

/** What replaces a schema module. */
export interface Generated {
  /** By what it exports, the line that does. */
  readonly exports: Readonly<Record<string, string>>;
  /**
   * By what stands behind the `?` of `validators:<file>?<name>`: a module for each route, for each check, and for all late checks
   * of a kind. So a part of a function has of a schema module what only it uses.
   */
  readonly modules: Readonly<Record<string, string>>;
}

/** Texts of the modules that replace a schema module with these exports. */
export function generate(
  file: string,
  exports: Readonly<Record<string, unknown>>,
  { part: late }: GenerateOptions = {},
): Generated {
  const modules: Record<string, string> = {};
  const lateSchemas = new Map<Part, Record<string, unknown>>();
  const made = new Map<string, string>();
  const at = (name: string): string => JSON.stringify(`validators:${file}?${name}`);
  const use: Use = (part, name, schema, hot = part === 'params') => {
    const identity = `${part} ${hot} ${JSON.stringify(schema)}`;
    const same = made.get(identity);
    if (same !== undefined) return same; // many routes have the same path parameters
    const check = `${part}-${name}`;
    made.set(identity, check);
    if (hot || late === undefined) {
      modules[check] = `${RUNTIME}${compile(part, { [exportOf(check)]: schema }, 'esm')}`;
    } else {
      lateSchemas.set(part, { ...lateSchemas.get(part), [exportOf(check)]: schema });
      const load = `${late(`import(${at(`late-${part}`)})`)}.${exportOf(check)}`;
      modules[check] = `${LATE}export const ${exportOf(check)} = /* @__PURE__ */ late(() => ${load});`;
    }
    return check;
  };
  const lines: Record<string, string> = {};
  for (const [name, value] of Object.entries(exports)) {
    if (name === 'default') throw new Error('use named exports in a schema module');
    const source = definitionOf(value);
    if (source === undefined) continue; // a plain schema does not exist at run time
    if (typeof value === 'function') {
      const check = use('value', name, source, isHot in value && value[isHot] === true);
      lines[name] = `export { ${exportOf(check)} as ${name} } from ${at(check)};`;
    } else if (isObject(source)) {
      modules[`route-${name}`] = routeModule(source, (part, schema) => {
        const check = use(part, name, schema);
        return `import { ${exportOf(check)} as ${part} } from ${at(check)};`;
      });
      lines[name] = `export { route as ${name} } from ${at(`route-${name}`)};`;
    }
  }
  for (const [part, schemas] of lateSchemas) modules[`late-${part}`] = `${RUNTIME}${compile(part, schemas, 'esm')}`;
  return { exports: lines, modules };
}

const RUNTIME = `import * as runtime from ${JSON.stringify(join(here, 'runtime.ts'))};\n`;
const LATE = `import { late } from ${JSON.stringify(join(here, 'late.ts'))};\n`;

/** Gives the name of the module that exports the check. */
type Use = (part: Part, name: string, schema: unknown, hot?: boolean) => string;

/** `body-createProfile` -> `$createProfile`. */
const exportOf = (check: string): string => `$${check.slice(check.indexOf('-') + 1)}`;

function routeModule(
  source: Readonly<Record<string, unknown>>,
  importOf: (part: Part, schema: unknown) => string,
): string {
  const kept = KEPT.filter((key) => source[key] !== undefined).map((key) => `${key}: ${JSON.stringify(source[key])}`);
  const parts = PARTS.filter((part) => source[part] !== undefined);
  return [
    ...parts.map((part) => importOf(part, source[part])),
    `export const route = { ${[...kept, ...parts].join(', ')} };`,
  ].join('\n');
}

/** What `route()` or `validator()` keeps about its schemas. */
export function definitionOf(value: unknown): unknown {
  const holder = typeof value === 'function' || (typeof value === 'object' && value !== null) ? value : {};
  return (holder as { [definition]?: unknown })[definition]; // any object may carry the symbol
}
