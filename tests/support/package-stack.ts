import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';

/** One resource of a CloudFormation template. Property values are plain JSON, intrinsic functions included. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>>;
}

export interface PackagedStack {
  readonly template: Template;
  /** Folder of the archives: `<function>.zip`, and `core.zip` of the platform. */
  readonly folder: string;
  /** What the CLI printed. */
  readonly output: string;
  /** Removes the folder. */
  remove(): void;
}

const TIME_LIMIT_MS = 120_000;
/** The CLI of the repository: osls. */
const OSLS = join(repositoryRoot, 'node_modules/serverless/bin/serverless.js');

/** No search for credentials on the network either: the user pool's keys are asked for, and left out. */
export const WITHOUT_AWS = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_EC2_METADATA_DISABLED: 'true' };

/**
 * Runs `sls package` as someone without an AWS account would: no AWS variable, no profile, and an address that
 * refuses every AWS call, so that one nobody wanted fails the packaging.
 *
 * @param stack folder of its serverless.yml under the repository: `.` or `services/user-profile-service`
 * @param aws variables of someone who has an account after all
 * @param cli the file that another CLI starts with
 * @throws with what the CLI printed
 */
export async function packageStack(
  stack: string,
  stage: string,
  aws: Readonly<Record<string, string>> = {},
  cli = OSLS,
): Promise<PackagedStack> {
  const folder = mkdtempSync(join(tmpdir(), 'gymcoach-package-'));
  const home = join(folder, 'home');
  mkdirSync(home);
  const release = await lock(stack);
  let output: string;
  try {
    const printed = await promisify(execFile)(
      process.execPath,
      [cli, 'package', '--stage', stage, '--package', folder],
      {
        cwd: join(repositoryRoot, stack),
        timeout: TIME_LIMIT_MS,
        env: { PATH: process.env['PATH'], HOME: home, ...WITHOUT_AWS, NO_COLOR: '1', ...aws },
      },
    );
    output = `${printed.stdout}${printed.stderr}`;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`${stack} cannot be packaged for ${stage}: ${outputOf(error)}`, { cause: error });
  } finally {
    release();
  }
  const template = readFileSync(join(folder, 'cloudformation-template-update-stack.json'), 'utf8');
  return {
    template: JSON.parse(template) as Template, // written by the CLI a moment ago
    folder,
    output,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The bundler works in a fixed folder of the stack, so two test files must not package the same stack at once. */
async function lock(stack: string): Promise<() => void> {
  const folder = join(repositoryRoot, 'node_modules/.cache/gymcoach');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `package-${stack.replaceAll(/\W/g, '-')}`);
  for (const end = Date.now() + TIME_LIMIT_MS; Date.now() < end; await sleep(50)) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      if (!ownerLives(path)) rmSync(path, { force: true });
    }
  }
  throw new Error(`Another packaging of ${stack} does not end. If none is running, remove ${path}`);
}

function ownerLives(path: string): boolean {
  try {
    const owner = Number(readFileSync(path, 'utf8'));
    if (owner > 0) process.kill(owner, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

// Not `instanceof Error`: in Jest, Node's own errors come from another realm.
const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown }).code;

const outputOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'stderr' in error && 'stdout' in error
    ? `${String(error)}\n${error.stdout}${error.stderr}`
    : String(error);
