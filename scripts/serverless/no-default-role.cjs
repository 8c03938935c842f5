const defaultRole = 'IamRoleLambdaExecution';

/**
 * Every function has a role of its own, but the CLI's shared role stays in the template, with the sum of what it
 * believes is needed. Takes it away, and fails if a function still uses it: that function forgot to say what it needs.
 */
module.exports = class NoDefaultRole {
  constructor(serverless) {
    this.hooks = {
      'before:aws:package:finalize:mergeCustomProviderResources': () => {
        const { Resources: resources } = serverless.service.provider.compiledCloudFormationTemplate;
        const users = Object.keys(resources).filter((id) => JSON.stringify(resources[id]).includes(`"${defaultRole}"`));
        if (users.length > 0) {
          throw new serverless.classes.Error(`${users.join(', ')}: say what it may do under iamRoleStatements`);
        }
        delete resources[defaultRole];
      },
    };
  }
};
