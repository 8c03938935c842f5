import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A virtual environment with what requirements.txt pins. Its modules are run as `python -m <module>`. */
export interface PythonEnvironment {
  /** Absolute path of its interpreter. */
  readonly python: string;
}

export interface PythonOptions {
  /** Told before what takes a minute. */
  readonly say?: (line: string) => void;
  /** Where environments lie, one for each content of the requirements. @default `.venv` beside this file */
  readonly folder?: string;
  /** @default the file beside this one */
  readonly requirements?: string;
  /** The interpreter that makes it. @default GYMCOACH_PYTHON, or `python3` */
  readonly command?: string;
}

const OLDEST_MINOR = 11;
const TIME_LIMIT_MS = 9 * 60_000;

/**
 * The environment of the emulator (`python -m moto.server`) and of the template linter (`python -m cfnlint`). It is made when it
 * is missing or its requirements have changed: aside, and then renamed, so that nobody finds half of one, and two that begin at
 * once do not disturb each other. Throws one line with the next step when there is no Python or no PyPI.
 */
export function pythonEnvironment({
  say = () => {},
  folder = join(import.meta.dirname, '.venv'),
  requirements = join(import.meta.dirname, 'requirements.txt'),
  command = process.env['GYMCOACH_PYTHON'] || 'python3',
}: PythonOptions = {}): PythonEnvironment {
  const content = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const made = join(folder, content);
  if (existsSync(made)) return { python: interpreterIn(made) };
  checkPython(command);
  const aside = `${made}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    say('installing the Python packages of the rehearsal (a minute or two the first time) ...');
    const venv = run(command, ['-m', 'venv', aside]);
    if (venv.status !== 0) {
      throw new Error(`Python cannot make a virtual environment (${lastLine(venv)}): install python3-venv`);
    }
    const quiet = ['--quiet', '--no-input', '--disable-pip-version-check', '--retries', '1', '--timeout', '15'];
    const pip = run(interpreterIn(aside), ['-m', 'pip', 'install', ...quiet, '-r', requirements]);
    if (pip.status !== 0) {
      throw new Error(
        `the Python packages cannot be had from PyPI (${lastLine(pip)}): check the network, then try again`,
      );
    }
    moveInto(aside, made);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return { python: interpreterIn(made) };
}

/** Another process may have been as fast: its environment is as good. */
function moveInto(aside: string, made: string): void {
  try {
    renameSync(aside, made);
  } catch (error) {
    if (!existsSync(made)) throw error;
  }
}

function checkPython(command: string): void {
  const asked = run(command, ['-c', 'import sys; print(*sys.version_info[:2])']);
  const [major = 0, minor = 0] = (asked.stdout ?? '').trim().split(' ').map(Number);
  if (major === 3 && minor >= OLDEST_MINOR) return;
  const found = asked.status === 0 ? `${command} is ${major}.${minor}` : `${command} does not run`;
  throw new Error(`${found}: install Python 3.${OLDEST_MINOR} or later, or name one by GYMCOACH_PYTHON`);
}

const interpreterIn = (folder: string): string =>
  process.platform === 'win32' ? join(folder, 'Scripts/python.exe') : join(folder, 'bin/python');

const run = (command: string, args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(command, args, { encoding: 'utf8', timeout: TIME_LIMIT_MS });

/** Of what a tool printed, the line that says what went wrong. */
function lastLine({ error, stdout, stderr }: SpawnSyncReturns<string>): string {
  const lines = `${stdout ?? ''}\n${stderr ?? ''}`.split('\n').map((line) => line.trim());
  const errors = lines.filter((line) => /^error/i.test(line));
  return (errors[0] ?? lines.findLast((line) => line !== '') ?? String(error ?? 'it said nothing')).slice(0, 300);
}
