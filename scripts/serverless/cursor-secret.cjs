const tableId = 'MainTable';

/**
 * The first deploy of the platform makes the key that seals list cursors; later ones leave it alone. It is no
 * resource of the template, for then it would be readable there.
 * Not verified on AWS: run against a local engine only.
 */
module.exports = class CursorSecret {
  constructor(serverless) {
    this.hooks = {
      'after:deploy:deploy': async () => {
        const parts = [serverless.service.resources].flat();
        const table = parts.map((part) => part?.Resources?.[tableId]).find(Boolean);
        await createCursorSecret(await serverless.getProvider('aws').getAwsSdkV3Config(), table.Properties.TableName);
      },
    };
  }
};
module.exports.createCursorSecret = createCursorSecret;

async function createCursorSecret(config, table) {
  // Late, for only a deploy needs them, and the layer is built by then.
  const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
  const { cursorSecretItem, marshal } = require('@gymcoach/core/table');
  const put = { TableName: table, Item: marshal(cursorSecretItem()), ConditionExpression: 'attribute_not_exists(PK)' };
  try {
    await new DynamoDBClient(config).send(new PutItemCommand(put));
  } catch (error) {
    if (error.name !== 'ConditionalCheckFailedException') throw error;
  }
}
