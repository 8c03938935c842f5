import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

const packaged = dirname(createRequire(import.meta.url).resolve('@cdklabs/cdk-validator-cfnguard/package.json'));
const SYSTEMS: Readonly<Record<string, string>> = { linux: 'ubuntu', darwin: 'macos' };
const PROCESSORS: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };

/** Rules of AWS Control Tower that came with the program. */
export const CONTROL_TOWER = join(packaged, 'rules/control-tower/cfn-guard');

/**
 * The cfn-guard program: of the package, or where the package has none for this machine, the one on PATH.
 *
 * @throws Error where there is neither
 */
export function guardProgram(): string {
  const own = join(packaged, 'bin', SYSTEMS[process.platform] ?? '', PROCESSORS[process.arch] ?? '', 'cfn-guard');
  if (SYSTEMS[process.platform] !== undefined && existsSync(own)) return own;
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'cfn-guard'))
    .find((file) => existsSync(file));
  if (found === undefined) {
    throw new Error(`There is no cfn-guard for ${process.platform} ${process.arch} in its package: put one on PATH`);
  }
  return found;
}
