import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = mkdtempSync(join(tmpdir(), 'output-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a container that watches its output tells, and what its process printed all the same. */
function told(script: string): { readonly lines: readonly unknown[]; readonly printed: string } {
  const file = join(folder, 'told.json');
  const container = join(folder, 'container.mjs');
  writeFileSync(
    container,
    `import fs from 'node:fs';
    import { watchOutput } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'watch-output.ts')).href)};
    const lines = [];
    watchOutput((text) => lines.push(text));
    ${script}
    fs.writeFileSync(${JSON.stringify(file)}, JSON.stringify(lines));`,
  );
  const start = `new (require('node:worker_threads').Worker)(${JSON.stringify(container)})`;
  const printed = execFileSync(process.execPath, ['--eval', start], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return { lines: JSON.parse(readFileSync(file, 'utf8')), printed };
}

test('tells whole lines, however they are written, and lets them through', () => {
  const { lines, printed } = told(`
    process.stdout.write('one\\ntw');
    console.error('of standard error');
    process.stdout.write('o ü\\n');
    console.log('three');
    process.stdout.write('no end');`);
  expect(lines).toEqual(['one', 'of standard error', 'two ü', 'three']);
  expect(printed).toBe('one\ntwo ü\nthree\nno end');
});

test('tells what is written straight to a descriptor, as much of it as was taken', () => {
  const { lines, printed } = told(`
    fs.writeSync(fs.openSync('/dev/null', 'w'), 'of a file\\n');
    const line = Buffer.from('x{"a":1}\\n');
    fs.writeSync(1, line.subarray(1, 4));
    line.fill('-', 0, 4); // the writer's own again
    fs.writeSync(1, line.subarray(4));
    fs.writeSync(1, line, 5, 4);`);
  expect(lines).toEqual(['{"a":1}', ':1}']);
  expect(printed).toBe('{"a":1}\n:1}\n');
});
