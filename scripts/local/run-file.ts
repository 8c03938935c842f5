import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Endpoints } from './endpoints.ts';

/** What a running platform leaves in its data folder for `token`, `reset` and a second `start`. */
export interface RunFile {
  readonly pid: number;
  readonly endpoints: Endpoints;
  /** Where functions find the parts: elsewhere while their calls are recorded. */
  readonly functionEndpoints: Endpoints;
}

const path = (folder: string): string => join(folder, 'endpoints.json');

/** Of the platform that runs on this folder; undefined when none does (also when it ended without tidying up). */
export function readRunFile(folder: string): RunFile | undefined {
  try {
    const run = JSON.parse(readFileSync(path(folder), 'utf8')) as RunFile; // written below
    process.kill(run.pid, 0);
    return run;
  } catch {
    return undefined;
  }
}

/** Claims the data folder for this process; throws when another platform runs on it. */
export function claimDataFolder(folder: string, endpoints: Endpoints, functionEndpoints = endpoints): void {
  mkdirSync(folder, { recursive: true });
  const running = readRunFile(folder);
  if (running !== undefined && running.pid !== process.pid) {
    throw new Error(`the platform is running already (process ${running.pid}, ${running.endpoints.api})`);
  }
  rmSync(path(folder), { force: true });
  const content: RunFile = { pid: process.pid, endpoints, functionEndpoints };
  try {
    writeFileSync(path(folder), `${JSON.stringify(content, undefined, 2)}\n`, { flag: 'wx' });
  } catch (error) {
    throw new Error('another start has just taken the data folder; try again', { cause: error });
  }
}

export function releaseDataFolder(folder: string): void {
  if (readRunFile(folder)?.pid === process.pid) rmSync(path(folder), { force: true });
}
