const { spawnSync } = require('node:child_process');
const path = require('node:path');

const root = path.resolve(__dirname, '../..');

/** After a deployment of the platform, makes the key that seals list cursors if the stage has none. Not verified on AWS. */
module.exports = class CursorKey {
  constructor(serverless) {
    this.hooks = {
      'after:deploy:deploy': () => {
        const { stage, region } = serverless.service.provider;
        const script = path.join(root, 'scripts/operate/cursor-key.ts');
        const made = spawnSync(
          path.join(root, 'node_modules/.bin/node'),
          [script, '--stage', stage, '--region', region],
          {
            cwd: root,
            encoding: 'utf8',
          },
        );
        if (made.status !== 0) throw new serverless.classes.Error(`${made.stdout}${made.stderr}`.trim());
      },
    };
  }
};
