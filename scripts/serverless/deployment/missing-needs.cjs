const parameterReference = /\{\{resolve:ssm:([^:}]+)(?::\d+)?\}\}/g;

/**
 * Which exports and parameters a template refers to that the account does not have: CloudFormation would tell after minutes, and
 * not what to do about it.
 *
 * @returns {Promise<readonly string[]>}
 */
async function missingNeeds(config, template) {
  const { exports, parameters } = needsOf(template);
  const [known, absent] = await Promise.all([
    exports.length === 0 ? new Set() : listExports(config),
    absentParameters(config, parameters),
  ]);
  return [...exports.filter((name) => !known.has(name)).map((name) => `export ${name}`), ...absent];
}

/** The names of both kinds; a name that only CloudFormation can put together is left out. */
function needsOf(template) {
  const exports = new Set();
  const parameters = new Set();
  const visit = (value) => {
    if (typeof value === 'string') {
      for (const [, name] of value.matchAll(parameterReference)) if (!name.includes('${')) parameters.add(name);
    } else if (typeof value === 'object' && value !== null) {
      const imported = value['Fn::ImportValue'];
      if (typeof imported === 'string') exports.add(imported);
      for (const part of Object.values(value)) visit(part);
    }
  };
  visit(template.Resources);
  return { exports: [...exports].sort(), parameters: [...parameters].sort() };
}

async function listExports(config) {
  const { CloudFormationClient, ListExportsCommand } = require('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient(config);
  const names = new Set();
  let NextToken;
  do {
    const page = await client.send(new ListExportsCommand({ NextToken }));
    for (const { Name } of page.Exports ?? []) names.add(Name);
    NextToken = page.NextToken;
  } while (NextToken);
  return names;
}

/** Ten at a time, as SSM has it. */
async function absentParameters(config, names) {
  const { SSMClient, GetParametersCommand } = require('@aws-sdk/client-ssm');
  const absent = [];
  for (let at = 0; at < names.length; at += 10) {
    const asked = new GetParametersCommand({ Names: names.slice(at, at + 10) });
    const { InvalidParameters = [] } = await new SSMClient(config).send(asked);
    absent.push(...InvalidParameters.map((name) => `parameter ${name}`));
  }
  return absent;
}

module.exports = { missingNeeds, needsOf };
