import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMeasuredTimes } from './measured-times.ts';

test('takes our own line of what the benchmark wrote', () => {
  const { init, firstRequest, warmRequest } = readMeasuredTimes();
  expect(init).toBeGreaterThan(firstRequest);
  expect(firstRequest).toBeGreaterThan(warmRequest);
  expect(warmRequest).toBeGreaterThan(0.1);
});

test.each([
  ['without our line', { candidates: [{ name: 'floor' }] }],
  ['without candidates', {}],
  ['with a figure missing', { candidates: [{ name: 'gymcoach', coldMs: { median: 80 }, initMs: { median: 60 } }] }],
])('a file %s says how to write it', (_name, document) => {
  const folder = mkdtempSync(join(tmpdir(), 'gymcoach-times-'));
  try {
    const file = join(folder, 'cold-start.json');
    writeFileSync(file, JSON.stringify(document));
    expect(() => readMeasuredTimes(file)).toThrow('write it with "npm run bench"');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
