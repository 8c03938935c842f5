const bucketId = 'MediaBucket';

/**
 * CloudFormation cannot delete a bucket that holds objects. Before `remove` of a stage that is not protected, empties
 * the media bucket; a protected stage keeps it (DeletionPolicy Retain), so there it does nothing.
 * Not verified on AWS: run against a stand-in only.
 */
module.exports = class EmptyMediaBucket {
  constructor(serverless) {
    this.hooks = {
      'before:remove:remove': async () => {
        const { resources } = serverless.service;
        const parts = Array.isArray(resources) ? resources : [resources];
        const bucket = parts.map((part) => part?.Resources?.[bucketId]).find(Boolean);
        if (bucket?.DeletionPolicy !== 'Delete') return;
        const provider = serverless.getProvider('aws');
        const config = await provider.getAwsSdkV3Config();
        const name = await bucketName(config, provider.naming.getStackName());
        if (name) await emptyBucket(config, name);
      },
    };
  }
};

module.exports.emptyBucket = emptyBucket;

async function emptyBucket(config, name) {
  const { S3Client, ListObjectsV2Command, DeleteObjectsCommand } = require('@aws-sdk/client-s3');
  const s3 = new S3Client(config);
  for (;;) {
    const { Contents: objects = [] } = await s3.send(new ListObjectsV2Command({ Bucket: name }));
    if (objects.length === 0) return;
    const Delete = { Objects: objects.map(({ Key }) => ({ Key })), Quiet: true };
    const { Errors: errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket: name, Delete }));
    if (errors.length > 0) throw new Error(`Cannot empty ${name}: ${errors[0].Code} ${errors[0].Key}`);
  }
}

/** The name that the stack gave it, or nothing where stack or bucket are gone already. */
async function bucketName(config, stack) {
  const { CloudFormationClient, DescribeStackResourceCommand } = require('@aws-sdk/client-cloudformation');
  const input = { StackName: stack, LogicalResourceId: bucketId };
  try {
    const answer = await new CloudFormationClient(config).send(new DescribeStackResourceCommand(input));
    return answer.StackResourceDetail?.PhysicalResourceId;
  } catch (error) {
    if (error.name === 'ValidationError') return undefined;
    throw error;
  }
}
