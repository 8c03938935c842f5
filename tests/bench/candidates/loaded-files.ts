import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Invocation } from '../lambda/runtime-api.ts';
import { type FunctionLayout, type Machine, startFunction } from '../lambda/start-function.ts';

const probe = fileURLToPath(new URL('./list-loaded.cjs', import.meta.url));

/** Bytes of the files below each of `folders` that serving `invocation` loads, seen in a run that is not measured. */
export async function loadedBytes(
  layout: FunctionLayout,
  machine: Machine,
  invocation: Invocation,
  folders: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const run = await startFunction(layout, machine, ['--require', probe]);
  try {
    await run.invoke(invocation);
  } finally {
    await run.stop('SIGTERM');
  }
  const line = /^loaded (\[.*\])$/m.exec(run.output())?.[1];
  if (line === undefined) throw new Error(`the list of loaded files did not arrive: ${run.output()}`);
  const files = JSON.parse(line) as string[]; // written by list-loaded.cjs
  return Object.fromEntries(
    folders.map((folder) => [folder, bytes(files.filter((file) => file.startsWith(`${folder}/`)))]),
  );
}

/** Bytes of everything that lies in a folder, loaded or not. */
export function folderBytes(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return bytes(entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name)));
}

const bytes = (files: readonly string[]): number => files.reduce((sum, file) => sum + statSync(file).size, 0);
