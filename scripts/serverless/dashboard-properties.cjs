/**
 * One YAML for two CLIs. The upstream one takes `org` and `app` for the Serverless Dashboard; osls has no dashboard and
 * refuses them, so they are declared to it. The last open version of the upstream CLI, 3.x, knows no runtime of this decade's
 * second half, so there what its schema refuses is a warning; `npm run rehearse:upstream` holds the warnings to a list.
 */
module.exports = class DashboardProperties {
  constructor(serverless) {
    const { name, version } = runningCli();
    if (name === 'osls') declareDashboard(serverless.configSchemaHandler);
    else if (version.startsWith('3.')) warnOnly(serverless);
  }
};

function declareDashboard(schema) {
  const optionalText = { anyOf: [{ type: 'string' }, { type: 'null' }] };
  schema.defineTopLevelProperty('org', optionalText);
  schema.defineTopLevelProperty('app', optionalText);
}

function warnOnly(serverless) {
  serverless.configurationInput.configValidationMode = 'warn';
  serverless.service.configValidationMode = 'warn';
}

/** Asks the package whose command runs, for another CLI may be installed globally. */
function runningCli() {
  return /[\\/](osls|serverless)[\\/]/.test(require.main?.filename ?? '')
    ? require.main.require('../package.json')
    : { name: 'unknown', version: '' };
}
