import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copyRepository, type RepositoryCopy } from '../e2e/copy-repository.ts';
import { type PackagedStack, packageStack, WITHOUT_AWS } from '../support/package-stack.ts';
import { STACKS } from './templates/packaged-templates.ts';

let copy: RepositoryCopy;
const packaged: PackagedStack[] = [];

beforeAll(() => {
  copy = copyRepository();
});
afterAll(() => {
  copy.remove();
  for (const stack of packaged) stack.remove();
});

test('packages every stack at once, without an AWS account', async () => {
  const cli = join(copy.root, 'node_modules/serverless/bin/serverless.js');
  const env = { PATH: process.env['PATH'], HOME: copy.root, ...WITHOUT_AWS, NO_COLOR: '1', TZ: 'Asia/Tokyo' };
  // Of somebody whose files nobody else may read: what Lambda could not read either.
  await promisify(execFile)('sh', ['-c', 'umask 077 && exec "$0" "$@"', process.execPath, cli, 'package'], {
    cwd: join(copy.root, 'services'),
    env,
    timeout: 110_000,
  });
  expect(existsSync(join(copy.root, '.serverless/system.zip'))).toBe(true);
  expect(existsSync(join(copy.root, 'services/user-profile-service/.serverless/api.zip'))).toBe(true);
}, 120_000);

test('archives and content are those that somebody else builds elsewhere, later and with other file modes', async () => {
  // One has the layer and files beside its bundle, the other two functions: every other stack is like these.
  const stacks = ['platform', 'change-feed-service'].map((name) => STACKS.get(name) ?? name);
  const there = stacks.map((folder) => contentOf(join(copy.root, folder, '.serverless')));
  packaged.push(...(await Promise.all(stacks.map((folder) => packageStack(folder, 'dev')))));
  expect(packaged.map(({ folder }) => contentOf(folder))).toEqual(there);
  for (const { archives } of there) expect(archives.length).toBeGreaterThan(1);
}, 120_000);

function contentOf(folder: string): { readonly hash: unknown; readonly archives: readonly string[] } {
  const template: unknown = JSON.parse(readFileSync(join(folder, 'cloudformation-template-update-stack.json'), 'utf8'));
  const { ContentHash } = (template as { Outputs: Record<string, { Value: unknown }> }).Outputs; // written by the plugin
  const archives = readdirSync(folder).filter((name) => name.endsWith('.zip'));
  const sha256 = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  return { hash: ContentHash?.Value, archives: archives.map((name) => `${name} ${sha256(name)}`) };
}
