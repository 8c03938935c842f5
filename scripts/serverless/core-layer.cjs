const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const root = path.resolve(__dirname, '../..');
const layer = path.join(root, 'layers/core');
const dist = path.join(layer, 'dist');
const cache = path.join(root, 'node_modules/.cache/gymcoach');
const stamp = path.join(cache, 'layer-built');
const lock = path.join(cache, 'layer-lock');

/**
 * Gives the configuration `${layer:hash}`, the hash of the layer's content, and sees to it that the layer is built
 * from the sources as they are before anything is packaged against it. Stacks are packaged side by side, so it is
 * built by one of them, under a lock, and only when a source is newer than the last build.
 */
module.exports = class CoreLayer {
  constructor(serverless) {
    const packages = ['package', 'deploy'].includes(serverless.processedInput.commands[0]);
    let hash;
    this.configurationVariablesSources = {
      layer: {
        resolve: async ({ address }) => {
          if (address !== 'hash')
            throw new serverless.classes.Error(`\${layer:${address}}: only \${layer:hash} exists`);
          hash ??= (packages ? buildWhenStale(serverless) : Promise.resolve()).then(contentHash);
          return { value: await hash };
        },
      },
    };
  }
};

async function buildWhenStale(serverless) {
  fs.mkdirSync(cache, { recursive: true });
  const release = await locked(serverless);
  try {
    if (!isStale()) return;
    const node = path.join(root, 'node_modules/.bin/node');
    const build = spawnSync(node, [path.join(root, 'scripts/build/layer.ts')], { cwd: root, encoding: 'utf8' });
    if (build.status !== 0) {
      throw new serverless.classes.Error(
        `The layer could not be built.\n${build.error ?? `${build.stdout}${build.stderr}`}`,
      );
    }
    fs.writeFileSync(stamp, '');
  } finally {
    release();
  }
}

/** A directory is made by exactly one process. One whose owner has died is taken away. */
async function locked(serverless) {
  const owner = path.join(lock, 'pid');
  for (let tries = 0; tries < 1200; tries += 1) {
    try {
      fs.mkdirSync(lock);
      fs.writeFileSync(owner, String(process.pid));
      return () => fs.rmSync(lock, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (isAbandoned(owner)) fs.rmSync(lock, { recursive: true, force: true });
      await sleep(50);
    }
  }
  throw new serverless.classes.Error(`Another build of the layer does not end. If none is running, remove ${lock}`);
}

function isAbandoned(owner) {
  try {
    process.kill(Number(fs.readFileSync(owner, 'utf8') || process.pid), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function isStale() {
  if (!fs.existsSync(stamp) || !fs.existsSync(dist)) return true;
  const built = fs.statSync(stamp).mtimeMs;
  const sources = [layer, path.join(root, 'scripts/build'), path.join(root, 'package-lock.json')];
  return sources.some((source) => newest(source) > built);
}

/** Folders count too: that is how a removed file shows. What a build writes does not. */
function newest(entry) {
  const stats = fs.statSync(entry, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
  const inside = fs.readdirSync(entry).filter((name) => !['dist', 'lib', 'node_modules'].includes(name));
  const own = entry === layer ? 0 : stats.mtimeMs;
  return Math.max(own, ...inside.map((name) => newest(path.join(entry, name))));
}

function contentHash() {
  if (!fs.existsSync(dist)) return 'unbuilt';
  const files = fs.readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map((file) => path.relative(dist, path.join(file.parentPath, file.name))).sort();
  const hash = createHash('sha256');
  for (const name of names) {
    const bytes = fs.readFileSync(path.join(dist, name));
    hash.update(`${name.replaceAll('\\', '/')}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex').slice(0, 16);
}
