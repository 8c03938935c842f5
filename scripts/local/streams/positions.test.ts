import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPositions } from './positions.ts';

const folder = mkdtempSync(join(tmpdir(), 'positions-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('keeps what was set for whoever opens it next, by mapping, stream and shard', () => {
  const positions = openPositions(join(folder, 'new'));
  positions.set('feed main', 'arn:1', 's1', '7');
  positions.set('feed main', 'arn:1', 's2', '9');
  positions.forget('feed main', 'arn:1', 's2');
  const again = openPositions(join(folder, 'new'));
  expect(again.get('feed main', 'arn:1', 's1')).toBe('7');
  expect(again.get('feed main', 'arn:1', 's2')).toBeUndefined();
  expect(again.get('feed main', 'arn:2', 's1')).toBeUndefined();
  expect(again.get('other main', 'arn:1', 's1')).toBeUndefined();
});

test('begins anew with a file that cannot be read', () => {
  writeFileSync(join(folder, 'positions.json'), '{"feed');
  expect(openPositions(folder).get('feed main', 'arn:1', 's1')).toBeUndefined();
});
