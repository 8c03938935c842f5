const { spawnSync } = require('node:child_process');
const path = require('node:path');

const root = path.resolve(__dirname, '../..');

/**
 * After a deployment of the platform, makes the canary user and its secret if the stage has none. Before `remove` of a stage
 * that keeps nothing, takes the secret away; the user goes with its pool. Not verified on AWS.
 */
module.exports = class CanaryUser {
  constructor(serverless) {
    this.hooks = {
      'after:deploy:deploy': () => {
        const { stage, region } = serverless.service.provider;
        const script = path.join(root, 'scripts/operate/canary-user.ts');
        const node = path.join(root, 'node_modules/.bin/node');
        const made = spawnSync(node, [script, '--stage', stage, '--region', region], { cwd: root, encoding: 'utf8' });
        if (made.status !== 0) throw new serverless.classes.Error(`${made.stdout}${made.stderr}`.trim());
      },
      'before:remove:remove': async () => {
        const parts = [serverless.service.resources].flat();
        const pool = parts.map((part) => part?.Resources?.UserPool).find(Boolean);
        if (pool?.DeletionPolicy !== 'Delete') return;
        const { SSMClient, DeleteParameterCommand } = require('@aws-sdk/client-ssm');
        const ssm = new SSMClient(await serverless.getProvider('aws').getAwsSdkV3Config());
        const Name = `/gymcoach/${serverless.service.provider.stage}/canary`;
        await ssm.send(new DeleteParameterCommand({ Name })).catch((error) => {
          if (error.name !== 'ParameterNotFound') throw error;
        });
      },
    };
  }
};
