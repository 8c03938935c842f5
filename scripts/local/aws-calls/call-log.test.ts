import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsCall } from './aws-call.ts';
import { openCallLog, readCallLogs } from './call-log.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gymcoach-calls-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const get = (key: string, accessKeyId = 'gymcoachxapi'): AwsCall => ({
  accessKeyId,
  action: 'dynamodb:GetItem',
  resource: 'arn:aws:dynamodb:eu-west-1:000000000000:table/t',
  leadingKeys: [key],
});

test('keeps one of each kind: the same partition of somebody else is no other', () => {
  openCallLog(folder).note([get('U#1'), get('U#2'), get('U#1#L#0'), get('SECRET#CURSOR'), get('SECRET#OTHER')]);
  const kept = readCallLogs(folder).map(({ leadingKeys }) => leadingKeys?.[0]);
  expect(kept).toEqual(['U#1', 'U#1#L#0', 'SECRET#CURSOR', 'SECRET#OTHER']);
});

test('keeps what each function does, and nothing of who works at the machine', () => {
  openCallLog(folder).note([get('U#1'), get('U#1', 'gymcoachyapi'), get('U#1', 'local')]);
  expect(readCallLogs(folder).map(({ accessKeyId }) => accessKeyId)).toEqual(['gymcoachxapi', 'gymcoachyapi']);
});

test('has written what it was told when it returns, and reads all processes as one', () => {
  const [first, second] = [openCallLog(folder), openCallLog(folder)];
  first.note([get('U#1')]);
  second.note([get('U#2'), get('ROLE#a')]);
  expect(readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n').length)).toEqual(
    expect.arrayContaining([1, 2]),
  );
  expect(readCallLogs(folder)).toHaveLength(2);
});

test('objects of the same folder are one kind', () => {
  const put = (name: string): AwsCall => ({
    accessKeyId: 'gymcoachxapi',
    action: 's3:PutObject',
    resource: `arn:aws:s3:::b/${name}`,
  });
  openCallLog(folder).note([put('incoming/1/upl_1.png'), put('incoming/2/upl_2.png'), put('u/1/avatar/upl_1.png')]);
  expect(readCallLogs(folder)).toHaveLength(2);
});

test('a folder that nobody wrote into holds nothing', () => {
  expect(readCallLogs(join(folder, 'absent'))).toEqual([]);
});
