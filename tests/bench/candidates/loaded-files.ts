import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Invocation } from '../lambda/runtime-api.ts';
import { type FunctionLayout, type Machine, startFunction } from '../lambda/start-function.ts';

const probe = fileURLToPath(new URL('./list-loaded.cjs', import.meta.url));

/** Bytes of the files below `folder` that serving `invocation` loads, seen in a run that is not measured. */
export async function loadedBytes(
  layout: FunctionLayout,
  machine: Machine,
  invocation: Invocation,
  folder: string,
): Promise<number> {
  const run = await startFunction(layout, machine, ['--require', probe]);
  try {
    await run.invoke(invocation);
  } finally {
    await run.stop('SIGTERM');
  }
  const line = /^loaded (\[.*\])$/m.exec(run.output())?.[1];
  if (line === undefined) throw new Error(`the list of loaded files did not arrive: ${run.output()}`);
  const files = JSON.parse(line) as string[]; // written by list-loaded.cjs
  return files.filter((file) => file.startsWith(folder)).reduce((sum, file) => sum + statSync(file).size, 0);
}
