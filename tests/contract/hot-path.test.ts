import { compilingText, heavyModules, heavyText } from './costs/forbidden.ts';
import { runModule, runNode } from './parts/run-node.ts';

test('no common request loads more or less than is committed, nor what it may not (scripts/hot-path.ts)', async () => {
  await expect(runNode(['scripts/hot-path.ts'])).resolves.toMatch(/4 hot paths, \d\d deployed files/);
}, 120_000);

test.each(['new Function("a")', 'x=Function("a")', 'eval("1")', 'require("ajv")', 'from "typebox"', 'new Ajv()'])(
  'finds code that makes code: %s',
  (text) => {
    expect(compilingText(text)).toBeDefined();
  },
);

test.each(['isFunction(a)', 'class Evaluate{}', 'function(a){}', 'retrieval(1)'])(
  'takes no other for it: %s',
  (text) => {
    expect(compilingText(text)).toBeUndefined();
  },
);

test('knows what is heavy, by the name of the module and by what it says inside of a bundle', () => {
  const files = ['@gymcoach/core/clients/s3.js', '@gymcoach/core/xray.js', '@gymcoach/core/core.js'];
  expect(heavyModules({ files, builtin: ['http', 'https', 'zlib'] })).toEqual([...files.slice(0, 2), 'https', 'zlib']);
  expect(heavyText('"aws-sdk-js/3"')).toBe('aws-sdk');
});

test('a function of these tests can make no code from text', async () => {
  const said = await runModule(`
    import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
    import { tmpdir } from 'node:os';
    import { join } from 'node:path';
    import { startLambda } from './tests/contract/parts/lambda-process.ts';
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gymcoach-bare-')));
    writeFileSync(folder + '/bare.cjs', 'exports.handler = async (text) => new Function(text)();');
    const bare = startLambda({ folder, taskRoot: folder, opt: folder, handler: 'bare.handler', environment: {} });
    console.log(await bare.invoke('return 1').catch((error) => error.message));
    await bare.stop();
    rmSync(folder, { recursive: true });
  `);
  expect(said).toContain('EvalError: Code generation from strings disallowed');
}, 30_000);
