import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildLayer } from './layer.ts';

const temporary = mkdtempSync(join(tmpdir(), 'layer-'));
const layer = join(temporary, 'layer');
const FILES: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: '@demo/core',
    version: '1.0.0',
    type: 'module',
    exports: {
      '.': { default: './lib/main.cjs' },
      './errors': { types: './errors.ts', default: './lib/main.cjs' },
      './greet': { types: './greet.ts', default: './lib/main.cjs' },
      './parts/clock': { types: './parts/clock.ts', default: './lib/parts/clock.cjs' },
    },
  }),
  'errors.ts': `export class Wrong extends Error {}`,
  'greet.ts': `import { Wrong } from './errors.ts'; export const greet = (): Error => new Wrong('hello');`,
  'parts/clock.ts': `import { Wrong } from '../errors.ts';
    import { shared } from '../shared.ts';
    export { Wrong };
    export const tell = (): string => \`\${shared} \${__filename.includes('clock')}\`;`,
  'shared.ts': `export const shared: string = 'inlined-text';`,
};

const outputOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(join(folder, 'dist'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(folder.length), readFileSync(file, 'utf8')]),
  );

beforeAll(async () => {
  for (const [name, content] of Object.entries(FILES)) {
    mkdirSync(join(layer, name, '..'), { recursive: true });
    writeFileSync(join(layer, name), content);
  }
  mkdirSync(join(layer, 'dist'), { recursive: true });
  writeFileSync(join(layer, 'dist/left-over.cjs'), 'from an earlier build');
  await buildLayer(layer);
});

test('an entry requires the main file by the name of the package and inlines the rest', () => {
  const clock = readFileSync(join(layer, 'lib/parts/clock.cjs'), 'utf8');
  expect(clock).toContain('require("@demo/core")');
  expect(clock).toContain('inlined-text');
});

test('NODE_PATH finds the packaged entries, which share one copy of what is an entry', () => {
  const script = `const { Wrong, greet } = require('@demo/core'); const clock = require('@demo/core/parts/clock');
    console.log(clock.tell(), Wrong === clock.Wrong, greet() instanceof clock.Wrong)`;
  const NODE_PATH = join(layer, 'dist/nodejs/node_modules');
  const told = execFileSync(process.execPath, ['-e', script], { env: { NODE_PATH }, encoding: 'utf8' });
  expect(told.trim()).toBe('inlined-text true true true');
});

test('gives the same bytes in another folder, and nothing of an earlier build', async () => {
  const elsewhere = join(temporary, 'some/where/else');
  cpSync(layer, elsewhere, { recursive: true });
  await buildLayer(elsewhere);
  expect(outputOf(elsewhere)).toEqual(outputOf(layer));
  expect(Object.keys(outputOf(layer)).sort()).toEqual([
    '/dist/nodejs/node_modules/@demo/core/main.js',
    '/dist/nodejs/node_modules/@demo/core/package.json',
    '/dist/nodejs/node_modules/@demo/core/parts/clock.js',
  ]);
});
