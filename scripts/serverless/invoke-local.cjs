const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { fillSampleEvent } = require('./sample-event.cjs');

const root = path.resolve(__dirname, '../..');
const secondsToEnd = 2;

/**
 * Lets `sls invoke local --path events/x.json --stage local` run committed events against the parts of `npm start`:
 * fills in tokens, and ends when something is wrong.
 */
module.exports = class InvokeLocal {
  constructor(serverless, options) {
    if (serverless.processedInput.commands.join(' ') !== 'invoke local') return;
    // A bundler keeps its process open when its last step is never reached, as after a handler that fails to load.
    // The timer does not keep this process alive; it only ends one that something else keeps.
    const end = () => setTimeout(() => process.exit(), secondsToEnd * 1000).unref();
    this.hooks = {
      'before:invoke:local:invoke': async () => {
        // The CLI says /var/task, which is not here. Files packed beside a function lie where its YAML names them.
        process.env.LAMBDA_TASK_ROOT = serverless.serviceDir;
        if (!fs.existsSync(path.join(root, 'layers/core/lib/core.cjs'))) {
          throw new serverless.classes.Error('The layer is not built yet: run npm start (or npm run build) first.');
        }
        if (typeof options.data !== 'object' || options.data === null) return;
        options.data = await fillSampleEvent(options.data, (user) => freshToken(serverless, user));
      },
      'after:invoke:local:invoke': end,
      error: () => {
        process.exitCode ||= 1;
        end();
      },
    };
  }
};

function freshToken(serverless, user) {
  const node = path.join(root, 'node_modules/.bin/node');
  const script = path.join(root, 'scripts/run.mjs');
  const run = spawnSync(node, [script, 'token', user], { cwd: root, encoding: 'utf8', timeout: 15_000 });
  const token = run.stdout?.trim();
  if (run.status === 0 && token) return token;
  const reason = run.stderr?.trim() || String(run.error ?? 'the command ended without one');
  throw new serverless.classes.Error(`No token for "${user}". ${reason}`);
}
