const { standInForOsls } = require('./upstream-cli.cjs');

/**
 * The upstream CLI takes `org` and `app` for the Serverless Dashboard; osls has no dashboard and refuses them. Declares the two
 * where the running CLI is osls, so that one YAML serves both; under version 3 of the other, makes up for what that lacks.
 */
module.exports = class DashboardProperties {
  constructor(serverless) {
    const { name, version } = runningCli();
    if (name === 'osls') declareDashboard(serverless.configSchemaHandler);
    else if (version.startsWith('3.')) this.hooks = standInForOsls(serverless);
  }
};

function declareDashboard(schema) {
  const optionalText = { anyOf: [{ type: 'string' }, { type: 'null' }] };
  schema.defineTopLevelProperty('org', optionalText);
  schema.defineTopLevelProperty('app', optionalText);
}

/** Asks the package whose command runs, for another CLI may be installed globally. */
function runningCli() {
  return /[\\/](osls|serverless)[\\/]/.test(require.main?.filename ?? '')
    ? require.main.require('../package.json')
    : { name: 'unknown', version: '' };
}
