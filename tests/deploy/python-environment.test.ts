import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonEnvironment } from './python-environment.ts';

const folder = mkdtempSync(join(tmpdir(), 'gymcoach-python-'));
const environments = join(folder, 'environments');
const requirements = join(folder, 'requirements.txt');
writeFileSync(requirements, 'moto==5.2.5\n');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A Python of that version whose pip ends so: what is tested here must not need PyPI. */
function python(version: string, pip: string): string {
  const file = join(folder, `python-${version.replace(' ', '-')}-${pip.length}`);
  const cases = [
    `-c*) echo ${version} ;;`,
    '"-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;',
    `"-m pip "*) ${pip} ;;`,
  ];
  writeFileSync(file, `#!/bin/sh\ncase "$*" in\n${cases.join('\n')}\nesac\n`);
  chmodSync(file, 0o755);
  return file;
}

const make = (command: string) => pythonEnvironment({ folder: environments, requirements, command });

test('without Python, or with one that is too old, it says which to install', () => {
  expect(() => make(join(folder, 'none'))).toThrow(
    /does not run: install Python 3\.11 or later, or name one by GYMCOACH_PYTHON/,
  );
  expect(() => make(python('3 9', 'true'))).toThrow(/is 3\.9: install Python 3\.11 or later/);
});

test('without PyPI it says so in one line, and leaves nothing that the next run would take for an environment', () => {
  const refusing = python(
    '3 12',
    'echo "WARNING: Retrying"; echo "ERROR: No matching distribution found for moto" >&2; exit 1',
  );
  expect(() => make(refusing)).toThrow(
    /^the Python packages cannot be had from PyPI \(ERROR: No matching distribution found for moto\): check the network, then try again$/,
  );
  expect(readdirSync(environments)).toEqual([]);
});

test('an environment is made once for each content of the requirements', () => {
  const first = make(python('3 12', 'true'));
  expect(existsSync(first.python)).toBe(true);
  expect(make(join(folder, 'none'))).toEqual(first);
  writeFileSync(requirements, 'moto==5.2.6\n');
  expect(make(python('3 12', 'true')).python).not.toBe(first.python);
});
