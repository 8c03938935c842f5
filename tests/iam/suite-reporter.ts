import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsCall } from '../../scripts/local/aws-calls/aws-call.ts';
import { readCallLogs } from '../../scripts/local/aws-calls/call-log.ts';
import { compare, describeCall } from './compare.ts';
import { declaredTemplates } from './declared-templates.ts';
import { readRoles } from './read-roles.ts';
import { keepSuiteRecord, type SuiteRecord } from './suite-record.ts';
import { isWholeRun, type RunSettings } from './whole-run.ts';

interface Results {
  readonly numTotalTestSuites: number;
  readonly wasInterrupted: boolean;
}

/** Jest gives none of them. */
interface Ports {
  readonly keep?: (record: SuiteRecord) => void;
  readonly say?: (line: string) => void;
}

/**
 * Records what functions ask of AWS while tests run, wherever these start one, and fails the run when a role does not
 * allow a call. That no grant goes unused is a contract test: it does not depend on which tests were run. Jest wants a
 * class, and the default export. A run inside of a test leaves the record to the outer one.
 */
export default class SuiteReporter {
  readonly #settings: RunSettings;
  readonly #keep: (record: SuiteRecord) => void;
  readonly #say: (line: string) => void;
  #folder: string | undefined;
  #error: Error | undefined;

  constructor(settings: RunSettings, options: Ports = {}) {
    this.#settings = settings;
    this.#keep = options.keep ?? keepSuiteRecord;
    this.#say = options.say ?? ((line) => void process.stderr.write(`${line}\n`));
  }

  onRunStart(): void {
    if (process.env['GYMCOACH_AWS_CALLS'] !== undefined) return;
    this.#folder = mkdtempSync(join(tmpdir(), 'gymcoach-aws-calls-'));
    // Jest's workers, and whatever tests start, take it from here.
    process.env['GYMCOACH_AWS_CALLS'] = this.#folder;
  }

  onRunComplete(contexts: ReadonlySet<unknown>, { numTotalTestSuites: testFiles, wasInterrupted }: Results): void {
    if (this.#folder === undefined) return;
    delete process.env['GYMCOACH_AWS_CALLS'];
    const calls = readCallLogs(this.#folder);
    rmSync(this.#folder, { recursive: true, force: true });
    const run = isWholeRun(this.#settings, contexts.size, wasInterrupted) ? 'whole' : 'filtered';
    if (calls.length === 0 && run === 'filtered') return;
    this.#keep({ run, testFiles, calls });
    this.#error = this.#judge(calls);
    if (this.#error !== undefined) this.#say(this.#error.message);
  }

  #judge(calls: readonly AwsCall[]): Error | undefined {
    // The whole suite calls AWS a thousand times: then it is the recorder that has failed.
    if (calls.length === 0) return new Error('IAM: the whole suite was run, and no call of a function was recorded');
    const { missing } = compare(readRoles(declaredTemplates('local'), 'local'), calls);
    this.#say(`IAM: ${calls.length} kinds of calls recorded, ${missing.length} that no role allows`);
    if (missing.length === 0) return undefined;
    const list = missing.map((call) => `  ${describeCall(call)}`).join('\n');
    return new Error(`functions asked AWS for what their roles (iamRoleStatements) do not allow:\n${list}`);
  }

  getLastError(): Error | undefined {
    return this.#error;
  }
}
