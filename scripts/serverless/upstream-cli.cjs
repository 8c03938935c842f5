const secondsToEnd = 2;

/**
 * What the plugins here need of the upstream CLI, version 3, the last one that is open. It knows no runtime newer than
 * nodejs20.x, so what its schema refuses has to be a warning (`npm run rehearse:upstream` holds the warnings to a list); its
 * provider has the AWS SDK v2 only; and it does not end when something fails while a bundler keeps its process open.
 *
 * @returns the hooks of the plugin that asks
 */
module.exports.standInForOsls = (serverless) => {
  serverless.configurationInput.configValidationMode = 'warn';
  serverless.service.configValidationMode = 'warn';
  const provider = serverless.getProvider('aws');
  provider.getAwsSdkV3Config ??= async (options = {}) => ({
    ...options,
    region: provider.getRegion(),
    credentials: () => credentialsOf(provider),
  });
  return {
    error: () => {
      process.exitCode ||= 1;
      // Keeps nothing open itself.
      setTimeout(() => process.exit(), secondsToEnd * 1000).unref();
    },
  };
};

/** Of the profile, the environment or the stage, as this CLI looks for them. */
async function credentialsOf(provider) {
  const { credentials } = provider.getCredentials();
  if (credentials === undefined) throw new Error('AWS provider credentials not found.');
  await credentials.getPromise?.();
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}
