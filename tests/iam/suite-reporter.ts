import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCallLogs } from '../../scripts/local/aws-calls/call-log.ts';
import { compare, describeCall } from './compare.ts';
import { declaredTemplates } from './declared-templates.ts';
import { readRoles } from './read-roles.ts';
import { keepSuiteRecord } from './suite-record.ts';

interface Results {
  readonly numTotalTestSuites: number;
}

/**
 * Records what functions ask of AWS while tests run, wherever these start one, and fails the run when a role does not
 * allow a call. That no grant goes unused is a contract test: it does not depend on which tests were run. Jest wants a
 * class, and the default export. A run inside of a test leaves the record to the outer one.
 */
export default class SuiteReporter {
  #folder: string | undefined;
  #error: Error | undefined;

  onRunStart(): void {
    if (process.env['GYMCOACH_AWS_CALLS'] !== undefined) return;
    this.#folder = mkdtempSync(join(tmpdir(), 'gymcoach-aws-calls-'));
    // Jest's workers, and whatever tests start, take it from here.
    process.env['GYMCOACH_AWS_CALLS'] = this.#folder;
  }

  onRunComplete(_contexts: unknown, { numTotalTestSuites }: Results): void {
    if (this.#folder === undefined) return;
    delete process.env['GYMCOACH_AWS_CALLS'];
    const calls = readCallLogs(this.#folder);
    rmSync(this.#folder, { recursive: true, force: true });
    if (calls.length === 0) return;
    const { missing } = compare(readRoles(declaredTemplates('local'), 'local'), calls);
    keepSuiteRecord({ testFiles: numTotalTestSuites, calls });
    process.stderr.write(`IAM: ${calls.length} kinds of calls recorded, ${missing.length} that no role allows\n`);
    if (missing.length === 0) return;
    const list = missing.map((call) => `  ${describeCall(call)}`).join('\n');
    this.#error = new Error(`functions asked AWS for what their roles (iamRoleStatements) do not allow:\n${list}`);
    process.stderr.write(`${this.#error.message}\n`);
  }

  getLastError(): Error | undefined {
    return this.#error;
  }
}
