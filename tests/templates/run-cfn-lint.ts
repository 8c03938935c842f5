import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export interface LintFinding {
  readonly document: string;
  /** `W3005`. */
  readonly rule: string;
  /** Logical id, or the section where it is. */
  readonly resource: string;
  readonly message: string;
}

/** One per kind of finding (errors 2, warnings 4, information 8); 1 is a fault of its own. */
const FAULTS = [1, 32];
/** The console script knows where its environment was made, which is not where it lies. */
const PROGRAM = 'import sys; from cfnlint.runner import main; sys.exit(main())';

/**
 * Runs cfn-lint over templates, with its informational rules.
 *
 * @param documents by names that are good for files
 * @throws Error with what it said, when it could not run
 */
export async function runCfnLint(
  python: string,
  documents: ReadonlyMap<string, unknown>,
): Promise<readonly LintFinding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gymcoach-lint-'));
  try {
    const files = [...documents].map(([name, document]) => {
      const file = join(folder, `${name}.json`);
      writeFileSync(file, JSON.stringify(document));
      return file;
    });
    const found = await run(python, [
      '--format',
      'json',
      '--include-checks',
      'I',
      '--regions',
      'eu-west-1',
      '--',
      ...files,
    ]);
    return found.map(({ Filename, Rule, Message, Location }) => ({
      document: basename(Filename, '.json'),
      rule: Rule.Id,
      resource: String((Location.Path?.[0] === 'Resources' ? Location.Path[1] : Location.Path?.[0]) ?? '(stack)'),
      message: Message,
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Raw {
  readonly Filename: string;
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Location: { readonly Path?: readonly (string | number)[] | null };
}

async function run(python: string, args: readonly string[]): Promise<readonly Raw[]> {
  const child = spawn(python, ['-c', PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === null || FAULTS.includes(code))
    throw new Error(`cfn-lint ended with ${code}: ${complaint.trim().slice(-500)}`);
  return JSON.parse(output) as Raw[]; // the program's own shape
}
