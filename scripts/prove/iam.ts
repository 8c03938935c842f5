import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { matchesAction } from '../../tests/iam/allows.ts';
import { compare, describeCall, describeGrant, type Grant } from '../../tests/iam/compare.ts';
import { mutateRoles } from '../../tests/iam/mutate-roles.ts';
import { NOT_EXERCISED } from '../../tests/iam/not-exercised.ts';
import { PLATFORM, readRoles, type Templates } from '../../tests/iam/read-roles.ts';
import { recordSampleCalls } from '../../tests/iam/sample-calls.ts';
import { readSuiteRecord, type SuiteRecord } from '../../tests/iam/suite-record.ts';
import { packageStack } from '../../tests/support/package-stack.ts';
import { readStacks } from '../build/read-stack.ts';
import { repositoryRoot as root } from '../build/repository-root.ts';
import { kindsOf } from '../local/aws-calls/call-log.ts';

/**
 * Proves the roles of the packaged templates: what functions ask of AWS for the sample events, and what the last run of
 * all tests has recorded, against what is granted, and each mutant of the roles. Results go to tests/iam/results. Without such a
 * run it proves nothing and writes nothing.
 */
const STAGE = 'prod';
const suite = wholeSuite();
const templates = await packageAll();
const roles = readRoles(templates, STAGE);
const sample = await recordSampleCalls();
const calls = [...sample, ...suite.calls];
const found = compare(roles, calls);
const ofSample = compare(roles, sample);
const { survivors, ...mutations } = mutateRoles(roles, sample);
const mutants = mutations.removed + mutations.added;
const killed = mutations.removedKilled + mutations.addedKilled;

const result = {
  functions: roles.map(({ function: name, accessKeyId }) => ({
    name,
    grants: found.grants.filter((grant) => grant.function === name).length,
    calls: kindsOf(calls.filter((call) => call.accessKeyId === accessKeyId)),
  })),
  calls: {
    ofSampleEvents: kindsOf(sample),
    ofTests: { run: suite.run, files: suite.testFiles, calls: kindsOf(suite.calls) },
  },
  grants: found.grants.length,
  unused: ofSample.unused.map(describeGrant),
  missing: found.missing.map(describeCall),
  notExercised: NOT_EXERCISED.map(({ action, resource, reason }) => ({
    action,
    grants: found.notExercised.filter((grant) => isOf(grant, action, resource)).length,
    reason,
  })),
  mutation: { mutants, killed, killRate: killed / mutants, ...mutations, survivors },
};
mkdirSync(join(root, 'tests/iam/results'), { recursive: true });
writeFileSync(join(root, 'tests/iam/results/iam.json'), `${JSON.stringify(result, null, 2)}\n`);
for (const line of [
  ...result.unused.map((one) => `unused: ${one}`),
  ...result.missing.map((one) => `missing: ${one}`),
]) {
  console.error(line);
}
console.log(
  `IAM: ${roles.length} functions, ${kindsOf(calls)} kinds of calls, ${found.grants.length} grants, ` +
    `unused ${result.unused.length}, missing ${result.missing.length}; ${killed} of ${mutants} mutants noticed`,
);
const idle = found.idleReasons.map(({ action }) => action);
if (idle.length > 0) console.error(`tests/iam/not-exercised.ts has reasons without need: ${idle.join(', ')}`);
if (result.unused.length + result.missing.length + survivors.length + idle.length > 0) process.exitCode = 1;

/** Before minutes of work. */
function wholeSuite(): SuiteRecord {
  try {
    return readSuiteRecord();
  } catch (error) {
    console.error(`IAM was not proved: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}

async function packageAll(): Promise<Templates> {
  const packaged = new Map<string, Awaited<ReturnType<typeof packageStack>>['template']>();
  for (const { name, folder } of readStacks({ stage: STAGE })) {
    const stack = await packageStack(name === PLATFORM ? '.' : folder.slice(root.length + 1), STAGE);
    packaged.set(name, stack.template);
    stack.remove();
  }
  return packaged;
}

function isOf(grant: Grant, action: string, resource: RegExp): boolean {
  return matchesAction(action, grant.action) && resource.test(grant.resource);
}
