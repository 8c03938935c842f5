import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PythonEnvironment } from './python-environment.ts';

/** What an emulated account holds. */
export interface Inventory {
  /** Each as `kind name`: nothing before a deployment, and nothing after a removal. */
  readonly found: readonly string[];
  /** The types of CloudFormation whose resources would be found, or are parts of what would be. */
  readonly seen: readonly string[];
}

/** Asks every service of the emulator for what is there. */
export async function takeInventory({ python }: PythonEnvironment, url: string): Promise<Inventory> {
  const script = join(import.meta.dirname, 'emulator/inventory.py');
  const { stdout } = await promisify(execFile)(python, ['-B', script, url]);
  return JSON.parse(stdout) as Inventory; // printed by inventory.py
}
