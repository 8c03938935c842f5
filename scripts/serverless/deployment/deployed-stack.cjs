/**
 * What CloudFormation says of a stack: its state, undefined where there is none, and its outputs by name.
 *
 * @returns {Promise<{ status: string | undefined, outputs: Map<string, string> }>}
 */
async function deployedStack(config, name) {
  const { CloudFormationClient, DescribeStacksCommand } = require('@aws-sdk/client-cloudformation');
  try {
    const { Stacks = [] } = await new CloudFormationClient(config).send(new DescribeStacksCommand({ StackName: name }));
    const outputs = (Stacks[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]);
    return { status: Stacks[0]?.StackStatus, outputs: new Map(outputs) };
  } catch (error) {
    if (error.name === 'ValidationError') return { status: undefined, outputs: new Map() };
    throw error;
  }
}

module.exports = { deployedStack };
