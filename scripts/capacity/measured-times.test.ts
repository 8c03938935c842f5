import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMeasuredTimes } from './measured-times.ts';

test('takes our own line of what the benchmark wrote', () => {
  const { init, firstRequest, warmRequest } = readMeasuredTimes();
  expect(init).toBeGreaterThan(firstRequest);
  expect(firstRequest).toBeGreaterThan(0);
  expect(warmRequest).toBeGreaterThan(0.1);
});

test('prefers TLS where it was taken', () => {
  const line = (name: string, warm: number | null) => ({
    ...{ name, coldMs: { median: 90 }, initMs: { median: 60 }, warmMicroseconds: { median: warm } },
  });
  const both = (warm: number | null) => ({ candidates: [line('gymcoach', 800), line('gymcoach-tls', warm)] });
  expect(read(both(900))).toEqual({ init: 60, firstRequest: 30, warmRequest: 0.9 });
  expect(read(both(null))).toMatchObject({ warmRequest: 0.8 });
});

test.each([
  ['without our line', { candidates: [{ name: 'floor' }] }],
  ['without candidates', {}],
  ['with a figure missing', { candidates: [{ name: 'gymcoach', coldMs: { median: 80 }, initMs: { median: 60 } }] }],
])('a file %s says how to write it', (_name, document) => {
  expect(() => read(document)).toThrow('write it with "npm run bench"');
});

function read(document: unknown): ReturnType<typeof readMeasuredTimes> {
  const folder = mkdtempSync(join(tmpdir(), 'gymcoach-times-'));
  try {
    const file = join(folder, 'cold-start.json');
    writeFileSync(file, JSON.stringify(document));
    return readMeasuredTimes(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
