import { Ajv2020, type CodeKeywordDefinition, type Options } from 'ajv/dist/2020.js';
import { _, nil, stringify } from 'ajv/dist/compile/codegen/index.js';
import standaloneModule from 'ajv/dist/standalone/index.js';
import { type JsonSchema, type Part, toJsonSchema } from './json-schema.ts';
import { lint } from './lint.ts';
import { formats, patterns } from './runtime.ts';
import { shorter } from './shorter.ts';
import { textsCheck } from './texts-check.ts';

/** Ajv's CommonJS module arrives with or without its `default`, depending on who loads it. */
const standalone = 'default' in standaloneModule ? standaloneModule.default : standaloneModule;

const metaSchema = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
metaSchema.addVocabulary(['discriminator', 'example']);

/** Names under which `runtime.ts` offers what Ajv would `require` at run time. */
const RUNTIME: Readonly<Record<string, string>> = { ucs2length: 'length', equal: 'equal' };

/** Ajv's own keyword writes the list twice and keeps the schema; this one shares equal lists. */
const enumKeyword: CodeKeywordDefinition = {
  keyword: 'enum',
  schemaType: 'array',
  error: { message: 'is not allowed', params: ({ params }) => _`{allowedValues: ${params['list'] ?? nil}}` },
  code(context) {
    const { gen, schema, data } = context;
    const list = gen.scopeValue('obj', { ref: schema, key: JSON.stringify(schema), code: stringify(schema) });
    context.setParams({ list });
    context.fail(_`!${list}.includes(${data})`);
  },
};

/**
 * Source text of a module that exports one validator per entry of `schemas`. Its only free variable is `runtime`
 * (runtime.ts). Bundles and Jest execute this same text. Throws one error that lists every problem of the schemas.
 */
export function compile(part: Part, schemas: Readonly<Record<string, unknown>>, format: 'esm' | 'cjs'): string {
  const named = new Map<string, JsonSchema>();
  const roots = Object.entries(schemas).map(
    ([name, schema]) => [name, toJsonSchema(schema, named, `${part} ${name}`)] as const,
  );
  refuseProblems(part, [...named, ...roots]);
  const texts = roots.flatMap(([name, schema]) => {
    const check = part === 'params' ? textsCheck(schema) : undefined;
    return check === undefined ? [] : [[name, check] as const];
  });
  const own = texts.map(
    ([name, check]) => `${format === 'esm' ? `export const ${name}` : `exports.${name}`} = ${check};`,
  );
  if (texts.length === roots.length) return own.join('\n');
  const ajv = engine(part, format);
  for (const [id, schema] of named) ajv.addSchema({ ...schema, $id: id });
  const others = roots.filter(([name]) => !texts.some(([text]) => text === name));
  for (const [name, schema] of others) ajv.addSchema(schema, `~${name}`);
  const generated = standalone(ajv, Object.fromEntries(others.map(([name]) => [name, `~${name}`]))).replace(
    /require\("ajv\/dist\/runtime\/(\w+)"\)\.default/g,
    (all, name: string) => (RUNTIME[name] === undefined ? all : `runtime.${RUNTIME[name]}`),
  );
  const code = shorter(generated, part);
  const missing = /\brequire\([^)]*\)/.exec(code);
  if (missing !== null) throw new Error(`${part}: generated code needs ${missing[0]}; add it to runtime.ts`);
  return [code, ...own].join('\n');
}

function engine(part: Part, format: 'esm' | 'cjs'): Ajv2020 {
  const text = part === 'params' || part === 'query';
  const options: Options = {
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    // Who sends a request is told every refused place; of a stored row only that it is damaged.
    allErrors: part !== 'value',
    discriminator: true,
    messages: false,
    validateSchema: false,
    // With coercion, strictNumbers would let "Infinity" skip minimum and maximum.
    strictNumbers: !text,
    useDefaults: part !== 'returns',
    coerceTypes: part === 'query' ? 'array' : text,
    formats: { ...patterns, ...formats },
    code: { source: true, lines: false, optimize: 2, formats: _`runtime.formats`, esm: format === 'esm' },
  };
  const ajv = new Ajv2020(options);
  // Neither is used (lint refuses them); switched off, the generated functions tree-shake.
  Object.assign(ajv.opts, { unevaluated: false, dynamicRef: false });
  ajv.addVocabulary(['example']);
  ajv.removeKeyword('enum').addKeyword(enumKeyword);
  ajv.removeKeyword('uniqueItems').addKeyword(uniqueItemsKeyword);
  return ajv;
}

/** Ajv compares every pair, deeply: a small body could keep a function busy for its whole time. `lint` allows scalars only. */
const uniqueItemsKeyword: CodeKeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  error: { message: 'must not repeat an item', params: () => _`{}` },
  code(context) {
    const { schema, data, parentSchema } = context;
    if (schema === false) return;
    context.fail(_`${data}.length <= ${parentSchema['maxItems']} && new Set(${data}).size < ${data}.length`);
  },
};

function refuseProblems(part: Part, schemas: readonly (readonly [string, JsonSchema])[]): void {
  const problems = schemas.flatMap(([name, schema]) => {
    const valid = metaSchema.validateSchema(schema);
    const invalid = valid === true ? [] : (metaSchema.errors ?? []);
    return [
      ...invalid.map((error) => `${part} ${name}${error.instancePath}: ${error.message}`),
      ...lint(schema, `${part} ${name}`, part),
    ];
  });
  if (problems.length > 0) throw new Error([...new Set(problems)].join('\n'));
}
