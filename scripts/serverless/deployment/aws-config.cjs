/**
 * Settings of an AWS client as the CLI has them; the upstream CLI has none for this SDK, and gets those of the shell.
 *
 * @returns {Promise<object>}
 */
async function awsConfig(provider, more = {}) {
  if (typeof provider.getAwsSdkV3Config === 'function') return provider.getAwsSdkV3Config(more);
  return { region: provider.getRegion(), ...more };
}

module.exports = { awsConfig };
