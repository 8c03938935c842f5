const fs = require('node:fs');
const path = require('node:path');
const { contentHash } = require('./deployment/content-hash.cjs');
const { deployedStack } = require('./deployment/deployed-stack.cjs');
const { missingNeeds } = require('./deployment/missing-needs.cjs');

const output = 'ContentHash';

/**
 * What `sls deploy` does beyond the CLI: it writes the hash of all that is deployed into the stack's outputs, and leaves a stack
 * alone that has this hash already (unless `--force`); it refuses a stack whose imports or layer are not deployed, before anything
 * is made; and it tells the process that started it, if that wants to know, which step it is at. Not verified on AWS.
 */
module.exports = class Deployment {
  constructor(serverless, options, { log }) {
    const { service } = serverless;
    const skips = () => service.provider.shouldNotDeploy === true;
    this.hooks = {
      'before:package:cleanup': () => tell({ step: 'packaging' }),
      // The last step before the template is written: whatever a plugin adds to it is there.
      'before:aws:package:finalize:saveServiceState': () => {
        const { compiledCloudFormationTemplate: template } = service.provider;
        const hash = contentHash(template, readArchives(path.join(serverless.serviceDir, '.serverless')));
        template.Outputs[output] = { Description: 'Hash of what is deployed: template and archives', Value: hash };
      },
      'before:aws:deploy:deploy:createStack': async () => {
        tell({ step: 'comparing' });
        const missing = await missingNeeds(
          await serverless.getProvider('aws').getAwsSdkV3Config({ maxAttempts: 3 }),
          service.provider.compiledCloudFormationTemplate,
        );
        if (missing.length === 0) return;
        throw new serverless.classes.Error(
          `${service.service} needs what is not deployed: ${missing.join(', ')}. ` +
            `Deploy the platform as it is here first: npm run deploy -- --stage ${service.provider.stage} --only platform`,
        );
      },
      'after:aws:deploy:deploy:checkForChanges': async () => {
        const aws = serverless.getProvider('aws');
        const deployed = await deployedStack(await aws.getAwsSdkV3Config(), aws.naming.getStackName());
        const here = service.provider.compiledCloudFormationTemplate.Outputs[output]?.Value;
        service.provider.shouldNotDeploy =
          !options.force && here !== undefined && deployed.outputs.get(output) === here;
        if (skips()) log.notice(`${service.service} is deployed with this content: ${here}`);
      },
      'before:aws:deploy:deploy:uploadArtifacts': () => skips() || tell({ step: 'uploading' }),
      'before:aws:deploy:deploy:updateStack': () => skips() || tell({ step: 'updating' }),
      'after:aws:deploy:deploy:updateStack': () => skips() || tell({ step: 'finishing' }),
      'before:remove:remove': () => tell({ step: 'removing' }),
    };
  }
};

/** Nobody listens when a person has typed the command. */
function tell(message) {
  process.send?.(message);
}

function readArchives(folder) {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.endsWith('.zip')) : [];
  return new Map(names.map((name) => [name, fs.readFileSync(path.join(folder, name))]));
}
