const CREATE = 'logs:CreateLogGroup';

/**
 * The stack makes the log group of each function, so no function needs to: one that was deleted would come back without
 * retention. Takes the permission out of the roles, into which serverless-iam-roles-per-function writes it.
 */
module.exports = class NoLogGroupCreation {
  constructor(serverless) {
    this.hooks = {
      'before:aws:package:finalize:mergeCustomProviderResources': () => {
        const { Resources: resources } = serverless.service.provider.compiledCloudFormationTemplate;
        for (const { Type, Properties } of Object.values(resources)) {
          if (Type !== 'AWS::IAM::Role') continue;
          for (const statement of Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)) {
            statement.Action = [statement.Action].flat().filter((action) => action !== CREATE);
          }
        }
      },
    };
  }
};
