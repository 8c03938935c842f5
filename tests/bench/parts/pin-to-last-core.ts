import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** The driver and everything it starts stay off the function's core; false where that cannot be had. */
export function pinToLastCore(): boolean {
  if (availableParallelism() < 2) return false;
  try {
    execFileSync('taskset', ['-a', '-c', '-p', '1', String(process.pid)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
