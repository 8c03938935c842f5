import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bodies, queries } from './fixtures/cases.ts';
import * as inJest from './fixtures/routes.ts';
import { schemas } from './plugin.ts';
import type { Validator } from './validator.ts';

type Routes = typeof inJest;
const USER = '6f1d1f3e-0b7a-4c2e-9d55-0a4f1c7e2b11';

let text = '';
let bundled: Routes;

const bundle = (entry: string) =>
  build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    minify: true,
    logLevel: 'silent',
    plugins: [schemas()],
  });

beforeAll(async () => {
  const result = await bundle(join(import.meta.dirname, 'fixtures/routes.ts'));
  text = result.outputFiles[0]?.text ?? '';
  const module: { exports: unknown } = { exports: {} };
  new Function('module', 'exports', text)(module, module.exports);
  bundled = module.exports as Routes; // the same file, so the same exports
});

/** Verdict, every failure, and the value after coercion and defaults. */
function outcome(validator: Validator<unknown> | undefined, value: unknown) {
  if (validator === undefined) throw new Error('the route has no such part');
  const copy: unknown = structuredClone(value);
  const valid = validator(copy);
  const failures = (validator.errors ?? []).map(({ instancePath, keyword, params }) => ({
    instancePath,
    keyword,
    params,
  }));
  return { valid, failures: valid ? [] : failures, copy };
}

describe('a bundle and the tests come to the same verdict, with the same failures, about', () => {
  test.each(bodies)('a body: %s', (_, value, valid) => {
    const expected = outcome(inJest.createSession.body, value);
    expect(expected.valid).toBe(valid);
    expect(outcome(bundled.createSession.body, value)).toEqual(expected);
    expect(outcome(bundled.updateSession.body, value)).toEqual(expected);
  });

  test.each(queries)('a query: %s', (_, value, valid) => {
    const query = () => Object.assign(Object.create(null), value);
    const expected = outcome(inJest.listLoads.query, query());
    expect(expected.valid).toBe(valid);
    expect(outcome(bundled.listLoads.query, query())).toEqual(expected);
  });

  test.each([
    [{ userId: USER }, true],
    [{ userId: USER.toUpperCase() }, false],
    [{ userId: 'me' }, false],
    [{ userId: `urn:uuid:${USER}` }, false],
    [{}, false],
    [{ userId: USER, extra: 'x' }, false],
  ])('a path: %j', (value, valid) => {
    const expected = outcome(inJest.listLoads.params, value);
    expect(expected.valid).toBe(valid);
    expect(outcome(bundled.listLoads.params, value)).toEqual(expected);
  });

  test.each([
    [{ grams: 0 }, true],
    [{ grams: -1 }, false],
    [{ grams: '1' }, false],
    [{ grams: 1, x: 1 }, false],
    [undefined, false],
  ])('a stored row: %j', (value, valid) => {
    expect(inJest.isStoredLoad(value)).toBe(valid);
    expect(bundled.isStoredLoad(value)).toBe(valid);
  });
});

test('a bundle holds what the chain needs to know of a route, and no more', () => {
  expect(Object.keys(bundled).sort()).toEqual(Object.keys(inJest).sort());
  expect(bundled.getAbout).toEqual({ method: 'GET', path: '/about', access: 'public' });
  expect(bundled.listLoads).toMatchObject({ permission: 'session:list', paged: true });
  expect(Object.keys(bundled.createSession).sort()).toEqual(Object.keys(inJest.createSession).sort());
});

test('no schema library and no text of a schema is in a bundle', () => {
  expect(text).not.toMatch(/typebox|require\(|new Function|description|Log a session|Once per key/);
  expect(text.length).toBeLessThan(24_000);
});

test('equal schemas of two routes are one function', () => {
  expect(bundled.createSession.params).toBe(bundled.updateSession.params);
  expect(bundled.createSession.body).toBe(bundled.updateSession.body);
});

describe('the build ends with an error that names the place for', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'contract-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function refusal(files: Readonly<Record<string, string>>, entry: string): Promise<string> {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const failure: unknown = await bundle(join(folder, entry)).then(
      () => new Error('it was built'),
      (error: unknown) => error,
    );
    return failure instanceof Error ? failure.message : String(failure);
  }
  const imports = `import { Type } from 'typebox';\nimport { validator } from '@gymcoach/middleware/contract/validator';\n`;
  const schema = (source: string) => ({ 'x.schema.ts': `${imports}export const isX = validator(${source});` });

  test.each(['typebox', 'typebox/value', 'ajv', 'ajv/dist/2020.js'])('%s in a handler', async (name) => {
    const message = await refusal({ 'handler.ts': `import * as x from '${name}';\nexport const y = x;` }, 'handler.ts');
    expect(message).toContain('handler.ts:1');
    expect(message).toContain(`"${name}" belongs in *.schema.ts and routes.ts only`);
  });

  test('a raw schema in a handler', async () => {
    const message = await refusal(
      {
        'x.schema.ts': `${imports}export const X = Type.Object({}, { additionalProperties: false });`,
        'handler.ts': `import { X } from './x.schema.ts';\nexport const y = X;`,
      },
      'handler.ts',
    );
    expect(message).toMatch(/No matching export .* for import "X"/);
  });

  test.each([
    [
      'an unbounded string',
      'Type.Object({ a: Type.String() }, { additionalProperties: false })',
      'value $isX/properties/a: a string needs maxLength',
    ],
    [
      'a refinement, which would not run',
      'Type.Refine(Type.String({ maxLength: 1 }), () => false)',
      'refine is not JSON Schema',
    ],
    ['a keyword with a wrong value', 'Type.String({ maxLength: "5" as never })', 'maxLength'],
    ['an unknown keyword', 'Type.String({ maxLength: 5, maxLenght: 4 })', 'maxLenght'],
    ['an unknown format', 'Type.String({ maxLength: 5, format: "e-mail" })', 'e-mail'],
    ['a pattern that is none', 'Type.String({ maxLength: 5, pattern: "[" })', 'Invalid regular expression'],
    ['a schema module that throws', '(() => { throw new Error("no such thing") })()', 'no such thing'],
  ])('%s', async (_, source, words) => {
    const message = await refusal(schema(source), 'x.schema.ts');
    expect(message).toContain('x.schema.ts');
    expect(message).toContain(words);
  });

  test('a default export of a schema module', async () => {
    const message = await refusal({ 'x.schema.ts': 'export default 1;' }, 'x.schema.ts');
    expect(message).toContain('use named exports');
  });

  test('a syntax error in a schema module', async () => {
    expect(await refusal({ 'x.schema.ts': 'export const = 1;' }, 'x.schema.ts')).toContain('x.schema.ts:1');
  });
});
