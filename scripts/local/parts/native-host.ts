import { spawn } from 'node:child_process';
import { leaveWithParent } from './leave-with-parent.ts';

/** Runs a program that cannot watch its parent by itself: `native-host.ts <program> <arguments>`. */
const [program = '', ...args] = process.argv.slice(2);
const child = spawn(program, args, { cwd: process.cwd(), stdio: ['ignore', 'ignore', 'inherit'] });

child.once('error', ({ message }) => {
  console.error(message);
  process.exit(1);
});
child.once('exit', (code, signal) => {
  if (signal !== null) console.error(`stopped by ${signal}`);
  process.exit(code ?? 1);
});
leaveWithParent(async () => {
  child.removeAllListeners('exit');
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), 1_500).unref();
  await ended;
});
