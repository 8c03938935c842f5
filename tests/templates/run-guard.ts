import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { CONTROL_TOWER, guardProgram } from './guard-program.ts';
import { codesByRule } from './rule-names.ts';

/** What guard has against one document. */
export interface GuardFinding {
  readonly rule: string;
  /** Logical ids that its failed clauses looked at. */
  readonly resources: readonly string[];
  readonly message: string;
}

export interface GuardReport {
  readonly findings: readonly GuardFinding[];
  /** Rules that found something to judge and nothing to find. */
  readonly passed: readonly string[];
}

/** Documents of one process: more of them save little, and what it prints grows. */
const BATCH = 150;
const PROCESSES = 2;

let codes: ReadonlyMap<string, string> | undefined;

/**
 * Runs cfn-guard over documents.
 *
 * @param documents by names that are good for files
 * @param rules files and folders
 * @throws Error with what guard said, when it could not read a rule or a document
 */
export async function runGuard(
  documents: ReadonlyMap<string, unknown>,
  rules: readonly string[],
): Promise<ReadonlyMap<string, GuardReport>> {
  const all = [...documents];
  const batches = Array.from({ length: Math.ceil(all.length / BATCH) }, (_, index) =>
    all.slice(index * BATCH, (index + 1) * BATCH),
  );
  const reports = new Map<string, GuardReport>();
  const work = async (): Promise<void> => {
    for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) {
      for (const [name, report] of await runBatch(batch, rules)) reports.set(name, report);
    }
  };
  await Promise.all(Array.from({ length: PROCESSES }, work));
  return reports;
}

async function runBatch(
  batch: readonly (readonly [string, unknown])[],
  rules: readonly string[],
): Promise<readonly (readonly [string, GuardReport])[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gymcoach-guard-'));
  try {
    mkdirSync(join(folder, 'data'));
    for (const [name, document] of batch) writeFileSync(join(folder, 'data', `${name}.json`), JSON.stringify(document));
    const ruleArguments = rules.flatMap((path) => ['--rules', path]);
    const output = await run([
      'validate',
      '-d',
      join(folder, 'data'),
      ...ruleArguments,
      '-S',
      'none',
      '-o',
      'json',
      '-z',
    ]);
    return output.map((report) => [basename(report.name, '.json'), read(report)] as const);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface RawReport {
  readonly name: string;
  readonly not_compliant: readonly { readonly Rule: { readonly name: string } }[];
  readonly compliant: readonly string[];
}

const FINDINGS = 19;

async function run(args: readonly string[]): Promise<readonly RawReport[]> {
  const child = spawn(guardProgram(), args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const complaint = Buffer.concat(errors).toString().trim();
  if ((code !== 0 && code !== FINDINGS) || complaint !== '')
    throw new Error(`cfn-guard ended with ${code}: ${complaint}`);
  return JSON.parse(Buffer.concat(chunks).toString()) as RawReport[]; // the program's own shape
}

function read({ not_compliant, compliant }: RawReport): GuardReport {
  codes ??= codesByRule(CONTROL_TOWER);
  const nameOf = (rule: string): string => codes?.get(rule) ?? rule;
  return {
    findings: not_compliant.map(({ Rule }) => {
      const text = JSON.stringify(Rule);
      const resources = new Set([...text.matchAll(/"path":"\/Resources\/([^/"]+)/g)].map((match) => match[1] ?? ''));
      return { rule: nameOf(Rule.name), resources: [...resources], message: messageIn(text) };
    }),
    passed: compliant.map(nameOf),
  };
}

/** The first sentence that somebody wrote, or else guard's own. */
function messageIn(text: string): string {
  const [, written] = text.match(/"custom_message":"((?:[^"\\]|\\.)+)"/) ?? [];
  const [, own] = text.match(/"error_message":"((?:[^"\\]|\\.)+?)\.? Value traversed/) ?? [];
  const sentence = JSON.parse(`"${written ?? own ?? 'does not comply'}"`) as string; // cut out of JSON
  return sentence
    .replaceAll(/\s+/g, ' ')
    .replace(/^ ?\[[^\]]+\]:? /, '')
    .trim();
}
