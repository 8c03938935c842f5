import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { verifierWithoutHttps } from './verifier-without-https.ts';

test('a bundled verifier loads no HTTP client, and still verifies', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'verifier-'));
  try {
    const outfile = join(folder, 'verifier.cjs');
    await build({
      entryPoints: [join(__dirname, 'token-verifier.ts')],
      outfile,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      plugins: [verifierWithoutHttps()],
    });
    const script = `
      const { createTokenVerifier } = require(${JSON.stringify(outfile)});
      const verifier = createTokenVerifier({ userPoolId: 'eu-west-1_GymLocal1', clientId: 'c', fetchJwks: async () => '{}' });
      verifier.verify('Bearer e30.e30.AA').catch((error) => {
        const loaded = process.moduleLoadList.filter((name) => /^NativeModule (_?https?|_?tls|net|_http)/.test(name));
        console.log(JSON.stringify([error.code, loaded]));
      });`;
    const output = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual(['auth.token-invalid', []]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
