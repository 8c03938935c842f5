import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { claimDataFolder, readRunFile, releaseDataFolder } from './run-file.ts';

const endpoints = {
  api: 'http://127.0.0.1:9',
  dynamodb: 'http://127.0.0.1:9',
  cognito: 'http://127.0.0.1:9',
  s3: 'http://127.0.0.1:9',
  sqs: 'http://127.0.0.1:9',
};
const script = resolve(import.meta.dirname, '../run.mjs');

function run(folder: string, ...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, GYMCOACH_DATA_DIR: folder };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { env, encoding: 'utf8' });
  return { status, stdout, stderr: stderr.trim() };
}
const newFolder = (): string => mkdtempSync(join(tmpdir(), 'data-'));

test('an unknown task is answered with the tasks that exist', () => {
  const { status, stderr } = run(newFolder(), 'dance');
  expect(status).toBe(1);
  expect(stderr).toMatch(/^usage: node scripts\/run\.mjs <start\|test\|.*> \[arguments\]$/);
});

test.each([
  [['member'], 'token: the local platform is not running: run npm start first'],
  [['nobody'], 'token: there is no demo user "nobody"; choose one of member, other, coach, admin'],
  [[], 'token: whose token? npm run --silent token -- <member|other|coach|admin>'],
])('token %j fails with one line on standard error', (args, stderr) => {
  expect(run(newFolder(), 'token', ...args)).toEqual({ status: 1, stdout: '', stderr });
});

test('reset removes the data of the parts and leaves what is not ours', () => {
  const folder = newFolder();
  for (const name of ['dynamodb', 'cognito', 's3', 'sqs', 'streams', 'mine']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'dynamodb/data'), 'x');
  expect(run(folder, 'reset').status).toBe(0);
  const left = ['dynamodb', 'cognito', 's3', 'sqs', 'streams', 'mine'].filter((name) => existsSync(join(folder, name)));
  expect(left).toEqual(['mine']);
});

test('reset refuses while the platform runs', () => {
  const folder = newFolder();
  claimDataFolder(folder, endpoints);
  expect(run(folder, 'reset')).toMatchObject({ status: 1, stderr: expect.stringContaining('is running (process') });
  releaseDataFolder(folder);
  expect(run(folder, 'reset').status).toBe(0);
});

test('a second start on the same data is refused, and what a dead one left is not in the way', () => {
  const folder = newFolder();
  const file = join(folder, 'endpoints.json');
  const dead = spawnSync(process.execPath, ['--version']).pid;
  writeFileSync(file, JSON.stringify({ pid: dead, endpoints }));
  claimDataFolder(folder, endpoints);
  expect(readRunFile(folder)?.pid).toBe(process.pid);
  writeFileSync(file, JSON.stringify({ pid: process.ppid, endpoints }));
  expect(() => claimDataFolder(folder, endpoints)).toThrow('is running already');
});
