// Runs a task of this repository on whatever Node the host has: installs what is missing, then starts the task with
// the Node that the project itself installs. Plain JavaScript of Node 20.19, for nothing is installed yet.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname ?? '.', '..');
const binaries = join(root, 'node_modules/.bin');
const windows = process.platform === 'win32';
const NODE_MAJOR = 24;
const LOCK_WAIT_MS = 10 * 60_000;

/** @type {Record<string, string[]>} */
const TASKS = {
  start: ['scripts/local/start.ts'],
  test: [join('node_modules', 'jest', 'bin', 'jest.js')],
  check: ['scripts/check.ts'],
  build: ['scripts/build/build.ts'],
  token: ['scripts/local/token.ts'],
  reset: ['scripts/local/reset.ts'],
  openapi: ['scripts/openapi.ts'],
  bench: ['tests/bench/bench.ts'],
  capacity: ['scripts/capacity/capacity.ts'],
  operations: ['scripts/monitoring/write-operations.ts'],
  'prove-authz': ['scripts/prove/authz.ts'],
  'prove-contract': ['scripts/prove/contract.ts'],
  'prove-iam': ['scripts/prove/iam.ts'],
  'prove-tokens': ['scripts/prove/tokens.ts'],
  'prove-templates': ['scripts/prove/templates.ts'],
  'new-service': ['scripts/new-service.ts'],
  deploy: ['scripts/operate/deploy.ts'],
  remove: ['scripts/operate/remove.ts'],
  rehearse: ['tests/deploy/rehearse.ts'],
  grant: ['scripts/operate/grant.ts'],
  'cursor-key': ['scripts/operate/cursor-key.ts'],
  redrive: ['scripts/operate/redrive.ts'],
  logs: ['scripts/local/logs/logs.ts'],
  'rehearse-upstream': ['tests/deploy/upstream/rehearse-upstream.ts'],
  smoke: ['scripts/operate/smoke.ts'],
  'canary-user': ['scripts/operate/canary-user.ts'],
  rollback: ['scripts/operate/rollback.ts'],
  costs: ['scripts/capacity/costs.ts'],
};
/** Tasks with dependencies of their own, too heavy for everybody's install. */
const WORKSPACES = { bench: join(root, 'tests/bench'), 'rehearse-upstream': join(root, 'tests/deploy/upstream') };

const [task = '', ...args] = process.argv.slice(2);

const say = (text) => process.stderr.write(`${text}\n`);
const fail = (text) => {
  say(text);
  process.exit(1);
};

function checkHost() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19) || (major === 22 && minor < 12)) {
    fail(`Node ${process.versions.node} is too old: install Node 20.19 or later (https://nodejs.org), then try again.`);
  }
  if (!Object.hasOwn(TASKS, task)) {
    fail(`usage: node scripts/run.mjs <${Object.keys(TASKS).join('|')}> [arguments]`);
  }
}

/** npm writes this file last, so it is as new as the lock file only after an install that ended well. */
function isInstalled() {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  return statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs || installedAlike(installed);
}

/** A checkout touches package-lock.json without changing what it asks for. */
function installedAlike(installed) {
  try {
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const present = JSON.parse(readFileSync(installed, 'utf8')).packages;
    return Object.entries(wanted).every(
      ([path, { version, optional, peer }]) =>
        path === '' ||
        optional ||
        peer ||
        !path.startsWith('node_modules/') ||
        (path in present && present[path].version === version),
    );
  } catch {
    return false;
  }
}

async function install() {
  const lock = join(root, '.local/install.lock');
  mkdirSync(join(root, '.local'), { recursive: true });
  const until = Date.now() + LOCK_WAIT_MS;
  while (!takeLock(lock)) {
    if (Date.now() > until) fail(`another installation seems to be running; if not, remove ${lock}`);
    await new Promise((done) => setTimeout(done, 200));
  }
  const unlock = () => rmSync(lock, { recursive: true, force: true });
  process.once('exit', unlock);
  try {
    if (isInstalled()) return; // by the one we waited for
    await installIn(root);
  } finally {
    unlock();
    process.removeListener('exit', unlock);
  }
}

async function installIn(folder) {
  say('installing what is missing (npm install; a few minutes the first time) ...');
  const begun = Date.now();
  const done = await npmInstall(folder);
  if (done.missing) fail('npm is not on the PATH: install Node with npm (https://nodejs.org), then try again.');
  if (done.code !== 0) {
    say(done.output.trim().split('\n').slice(-15).join('\n'));
    fail(
      `npm install failed (code ${done.code ?? done.signal}): see above; check the network and the registry, then try again.`,
    );
  }
  say(`installed in ${((Date.now() - begun) / 1000).toFixed(0)} s`);
}

/** A folder, because making one is atomic; that of a process that is gone counts for nothing. */
function takeLock(lock) {
  try {
    mkdirSync(lock);
    writeFileSync(join(lock, 'pid'), String(process.pid));
    return true;
  } catch {
    try {
      process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0);
    } catch (error) {
      if (error.code === 'ESRCH') rmSync(lock, { recursive: true, force: true });
    }
    return false;
  }
}

function npmInstall(folder) {
  return new Promise((done) => {
    const child = spawn('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: folder,
      shell: windows,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Of the npm that started us, with settings of its own (`--silent`) that are not meant for this install.
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_config_loglevel$/i.test(name))),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const ticking = process.stderr.isTTY ? setInterval(() => process.stderr.write('.'), 2_000) : undefined;
    const end = (result) => {
      clearInterval(ticking);
      if (process.stderr.isTTY) process.stderr.write('\n');
      done({ output, ...result });
    };
    child.on('error', (error) => end({ missing: error.code === 'ENOENT', code: error.code }));
    child.on('close', (code, signal) => end({ code, signal }));
  });
}

/** The Node of the `node` package, which is Lambda's major. */
function projectNode() {
  const node = join(binaries, windows ? 'node.exe' : 'node');
  const asked = existsSync(node) ? spawnSync(node, ['--version'], { encoding: 'utf8' }) : undefined;
  const version = asked?.stdout?.trim();
  if (version?.startsWith(`v${NODE_MAJOR}.`)) return node;
  if (Number(process.versions.node.split('.')[0]) === NODE_MAJOR) return process.execPath;
  return fail(
    `Node ${NODE_MAJOR} of this project is missing (node_modules/.bin/node is ${version ?? 'absent'}): its install script did not run. ` +
      'Allow it with "npm install-scripts approve node", then run "npm rebuild node" (or use Node 24 yourself).',
  );
}

function run(node) {
  // The channel lets the local platform notice that this process is gone, however it went.
  const channel = task === 'start' ? ['ipc'] : [];
  // The local platform is five programs, and compiling them was a fifth of its start. It hands this on to its parts.
  const cache = task === 'start' ? { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled') } : {};
  const child = spawn(node, [...TASKS[task], ...args], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', ...channel],
    env: { ...cache, ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH ?? ''}` },
  });
  // Ctrl-C reaches the child by itself as well; being asked twice does it no harm.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm ends without passing a signal on: then whoever started us is gone, and so has to be what we started.
  if (task === 'start') {
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) child.kill('SIGTERM');
    }, 500).unref();
  }
  child.on('error', (error) => fail(`${task} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}

checkHost();
if (!isInstalled()) await install();
const own = WORKSPACES[task];
if (own !== undefined && !existsSync(join(own, 'node_modules/.package-lock.json'))) await installIn(own);
run(projectNode());
