import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { functionParts } from './function-parts.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'parts-')));
const SOURCES: Readonly<Record<string, string>> = {
  'api.ts': `import { Refused, state } from './shared.ts';
    import { sep } from 'node:path';
    export const handler = async (wanted: string): Promise<unknown> => {
      state.calls++;
      if (wanted === 'small') return (await import('./small.ts')).small();
      if (wanted === 'other') return (await import('./other.ts')).small();
      if (wanted === 'large') return (await import('./large.ts')).large();
      if (wanted === 'now') return __part(import('./now.ts')).now();
      return [sep, Refused.name.length];
    };
    export const Known = Refused;`,
  'shared.ts': `export class Refused extends Error {} export const state = { calls: 0 };`,
  'both.ts': `export const both = { made: Math.random() };`,
  'small.ts': `import { Refused, state } from './shared.ts'; import { both } from './both.ts';
    export const small = () => ({ calls: state.calls, error: new Refused('no'), both });`,
  'other.ts': `import { both } from './both.ts'; export const small = () => both;`,
  'large.ts': `import { both } from './both.ts'; export const large = () => [both, '${'x'.repeat(50_000)}'];`,
  'now.ts': `import { state } from './shared.ts'; export const now = () => ({ calls: state.calls, text: 'import{a as b}from"x";' });`,
};
interface Entry {
  readonly handler: (wanted: string) => Promise<unknown>;
  readonly Known: new () => Error;
}

async function bundle(folder: string): Promise<string> {
  const options = { bundle: true, minify: true, platform: 'node', target: 'node24', format: 'cjs' } as const;
  await build({
    ...options,
    absWorkingDir: folder,
    entryPoints: ['src/api.ts'],
    outdir: join(folder, 'out'),
    outExtension: { '.js': '.cjs' },
    logLevel: 'silent',
    plugins: [functionParts()],
  });
  return join(folder, 'out');
}
const sources = (folder: string): string => {
  mkdirSync(join(folder, 'src'), { recursive: true });
  for (const [name, text] of Object.entries(SOURCES)) writeFileSync(join(folder, 'src', name), text);
  return folder;
};
/** As a new container has it: its files in a folder of its own. */
function open() {
  const folder = mkdtempSync(join(root, 'container-'));
  cpSync(out, folder, { recursive: true });
  const require = createRequire(join(folder, 'x.cjs'));
  const { handler, Known } = require('./api.cjs') as Entry; // built a moment ago
  const loaded = (): readonly string[] =>
    Object.keys(require.cache)
      .filter((file) => file.startsWith(folder))
      .map((file) => file.slice(folder.length + 1))
      .toSorted();
  return { folder, handler, Known, loaded };
}

let out = '';
beforeAll(async () => {
  out = await bundle(sources(join(root, 'one')));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('a large part is a file of its own, small ones and what parts share are one', () => {
  expect(readdirSync(out).toSorted()).toEqual(['api.cjs', 'api.large.cjs', 'api.rest.cjs']);
});

test('the entry alone is loaded until a part is asked for', async () => {
  const { handler, loaded } = open();
  expect(await handler('nothing')).toEqual(['/', 1]);
  expect(loaded()).toEqual(['api.cjs']);
  await handler('now');
  expect(loaded()).toEqual(['api.cjs', 'api.rest.cjs']);
  await handler('large');
  expect(loaded()).toHaveLength(3);
});

test('no module is there twice: parts have the classes and the state of the entry, and of each other', async () => {
  const { handler, Known } = open();
  await handler('nothing');
  const { error, calls, both } = (await handler('small')) as { error: unknown; calls: number; both: object };
  expect(error).toBeInstanceOf(Known);
  expect(calls).toBe(2);
  expect(await handler('other')).toBe(both);
  expect(((await handler('large')) as unknown[])[0]).toBe(both);
  expect(await handler('now')).toEqual({ calls: 5, text: 'import{a as b}from"x";' });
});

test('requests at the same time are given the same part', async () => {
  const { handler } = open();
  const answers = await Promise.all(['other', 'other', 'other'].map(handler));
  expect(new Set(answers).size).toBe(1);
});

test('a part that cannot be loaded fails the request that needs it, and no other one', async () => {
  const { folder, handler } = open();
  const part = join(folder, 'api.large.cjs');
  rmSync(part);
  await expect(handler('large')).rejects.toThrow('api.large.cjs');
  await expect(handler('other')).resolves.toBeDefined();
});

test('the same sources give the same bytes in another folder', async () => {
  const other = await bundle(sources(join(root, 'another/place')));
  for (const name of readdirSync(out)) {
    expect(readFileSync(join(other, name), 'utf8')).toBe(readFileSync(join(out, name), 'utf8'));
  }
});

test('a source that is none is an error of the build', async () => {
  const folder = sources(join(root, 'broken'));
  writeFileSync(join(folder, 'src/now.ts'), 'export const now = (');
  await expect(bundle(folder)).rejects.toThrow('src/now.ts:1');
});

test('the text of an import in a string is not taken for one: the build says so', async () => {
  const folder = mkdtempSync(join(root, 'string-'));
  const text = 'a;\\nimport{sep}from"node:path";b';
  writeFileSync(
    join(folder, 'api.ts'),
    `import { sep } from 'node:path'; export const handler = () => [sep, \`${text}\`, import('./late.ts')];`,
  );
  writeFileSync(join(folder, 'late.ts'), 'export const late = 1;');
  const building = build({
    ...{ entryPoints: [join(folder, 'api.ts')], outdir: join(folder, 'out'), bundle: true, minify: true, write: false },
    ...{ platform: 'node', format: 'cjs', logLevel: 'silent', plugins: [functionParts()] },
  });
  await expect(building).rejects.toThrow('in a string');
});
