import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copyRepository, type RepositoryCopy } from '../e2e/copy-repository.ts';
import { WITHOUT_AWS } from '../support/package-stack.ts';

let copy: RepositoryCopy;
beforeAll(() => {
  copy = copyRepository();
});
afterAll(() => copy.remove());

test('packages every stack at once, without an AWS account', async () => {
  const cli = join(copy.root, 'node_modules/serverless/bin/serverless.js');
  const env = { PATH: process.env['PATH'], HOME: copy.root, ...WITHOUT_AWS, NO_COLOR: '1' };
  await promisify(execFile)(process.execPath, [cli, 'package'], {
    cwd: join(copy.root, 'services'),
    env,
    timeout: 110_000,
  });
  expect(existsSync(join(copy.root, '.serverless/system.zip'))).toBe(true);
  expect(existsSync(join(copy.root, 'services/user-profile-service/.serverless/api.zip'))).toBe(true);
}, 120_000);
