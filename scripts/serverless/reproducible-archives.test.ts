import { createRequire } from 'node:module';
import { strToU8, unzipSync, zipSync } from 'fflate';

// Plain CommonJS, for a plugin of the CLI loads it: this is its documented type.
const { repack } = createRequire(import.meta.url)('./reproducible-archives.cjs') as {
  repack(archive: Uint8Array): Uint8Array;
};

const file = (text: string, mode: number) => [strToU8(text), { os: 3, attrs: mode * 0x10000 }] as const;
/** Time and mode of the first file, as the archive's directory has them. */
const firstOf = (archive: Uint8Array) => {
  const bytes = Buffer.from(archive);
  const entry = bytes.indexOf(Buffer.from('504b0102', 'hex'));
  return { mode: bytes.readUInt32LE(entry + 38) >>> 16, date: bytes.readUInt16LE(entry + 14) };
};

test('the same files give the same archive, whoever packed them, when and in which order', () => {
  const one = zipSync(
    { 'a.cjs': [...file('a', 0o100600)], 'b/c.json': [...file('c', 0o100755)] },
    { mtime: '2026-01-31' },
  );
  const other = zipSync({ 'b/c.json': [...file('c', 0o100644)], 'a.cjs': [...file('a', 0o100664)] }, { level: 0 });
  expect(Buffer.from(repack(one)).equals(repack(other))).toBe(true);
});

test('everybody may read every file, and its content is what it was', () => {
  const packed = repack(zipSync({ 'a.cjs': [...file('text', 0o100600)] }));
  expect(firstOf(packed)).toEqual({ mode: 0o100644, date: 0x21 });
  expect(unzipSync(packed)).toEqual({ 'a.cjs': strToU8('text') });
});

test('another content gives another archive, and folders are left out', () => {
  const one = repack(zipSync({ 'a.cjs': strToU8('one') }));
  expect(Buffer.from(one).equals(repack(zipSync({ 'a.cjs': strToU8('two') })))).toBe(false);
  expect(Object.keys(unzipSync(repack(zipSync({ 'b/': strToU8(''), 'b/c': strToU8('c') }))))).toEqual(['b/c']);
});
