/**
 * The upstream CLI takes `org` and `app` for the Serverless Dashboard; osls has no dashboard and refuses them.
 * Declares the two where the running CLI is osls, so that one YAML serves both.
 */
module.exports = class DashboardProperties {
  constructor(serverless) {
    if (!isOsls()) return;
    const optionalText = { anyOf: [{ type: 'string' }, { type: 'null' }] };
    serverless.configSchemaHandler.defineTopLevelProperty('org', optionalText);
    serverless.configSchemaHandler.defineTopLevelProperty('app', optionalText);
  }
};

/** Asks the package whose command runs, for another CLI may be installed globally. */
function isOsls() {
  return /[\\/](osls|serverless)[\\/]/.test(require.main?.filename ?? '')
    ? require.main.require('../package.json').name === 'osls'
    : false;
}
