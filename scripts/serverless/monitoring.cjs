const { spawnSync } = require('node:child_process');
const path = require('node:path');

const root = path.resolve(__dirname, '../..');

/**
 * Gives the stack its alarms, dashboard, saved queries and trace group, by the functions, tables and queues that it declares:
 * see scripts/monitoring. How much of it a stage has is `custom.monitoring`.
 */
module.exports = class Monitoring {
  constructor(serverless) {
    this.hooks = {
      'before:aws:package:finalize:mergeCustomProviderResources': () => {
        const { service } = serverless;
        const { Resources: resources } = service.provider.compiledCloudFormationTemplate;
        for (const [id, resource] of Object.entries(monitoringOf(serverless))) {
          if (id in resources || id in (service.resources?.Resources ?? {})) {
            throw new serverless.classes.Error(
              `${id} is a name of the monitoring: give the stack's own resource another`,
            );
          }
          resources[id] = resource;
        }
      },
    };
  }
};

function monitoringOf(serverless) {
  const { service, resources, functions, provider, custom } = serverless.service;
  const declared = {
    mode: custom?.monitoring,
    service,
    stage: provider.stage,
    functions,
    resources: resources?.Resources ?? {},
  };
  const node = path.join(root, 'node_modules/.bin/node');
  const made = spawnSync(node, [path.join(root, 'scripts/monitoring/print-resources.ts')], {
    cwd: root,
    encoding: 'utf8',
    input: JSON.stringify(declared),
    maxBuffer: 16 * 1024 * 1024,
  });
  if (made.status !== 0) {
    throw new serverless.classes.Error(`The monitoring could not be made.\n${made.error ?? made.stderr}`);
  }
  return JSON.parse(made.stdout);
}
