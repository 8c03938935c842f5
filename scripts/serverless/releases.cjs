const { releaseResources } = require('./release-resources.cjs');
const { scalingResources } = require('./scaling-resources.cjs');

/** The alias that routes and streams of a function lead to. */
const ALIAS = 'live';
const MODES = ['direct', 'at-once', 'canary'];

/**
 * How new versions get traffic, by `custom.releases` (services/_shared/releases.yml). Functions with routes or streams get an
 * alias `live` unless the stage is `direct`; by `canary` it is shifted by CodeDeploy, which asks the platform's release-check
 * first and goes back on alarm. Versions and what leads to the alias are made by the CLI, which has aliases of its own for
 * provisioned concurrency: this takes that setting over, for the alias must be one. See docs/operations/releases.md.
 * Not verified on AWS.
 */
module.exports = class Releases {
  constructor(serverless) {
    const settings = () => readSettings(serverless);
    let released = [];
    this.hooks = {
      'before:package:compileFunctions': () => {
        released = Object.entries(serverless.service.functions)
          .filter(([, { events = [] }]) =>
            events.some((event) => event.httpApi !== undefined || event.stream !== undefined),
          )
          .map(([name, own]) => {
            const { provisionedConcurrency } = own;
            // The CLI would make an alias of another name for it.
            delete own.provisionedConcurrency;
            return { name, own, provisionedConcurrency };
          })
          .filter(({ provisionedConcurrency }) => settings().release !== 'direct' || provisionedConcurrency);
        const { naming } = serverless.getProvider('aws');
        for (const { name, own } of released) {
          own.targetAlias = { name: ALIAS, logicalId: `${naming.getNormalizedFunctionName(name)}LiveLambdaAlias` };
        }
      },
      // Readers of a stream wait for the CLI's shared role, which goes; the plugin of roles knows those without alias only. They
      // wait for the alias, which waits for its function, which waits for its role.
      'before:package:finalize': () => {
        const { Resources: resources } = serverless.service.provider.compiledCloudFormationTemplate;
        const aliases = released.map(({ own }) => own.targetAlias.logicalId);
        for (const mapping of Object.values(resources)) {
          if (mapping.Type !== 'AWS::Lambda::EventSourceMapping') continue;
          const waitsFor = [mapping.DependsOn ?? []].flat().filter((id) => aliases.includes(id));
          if (waitsFor.length > 0) mapping.DependsOn = waitsFor;
        }
      },
      // After the resources of the stack are merged in: alarms may be among them.
      'after:aws:package:finalize:mergeCustomProviderResources': () => {
        const { provider } = serverless.service;
        const template = provider.compiledCloudFormationTemplate;
        const functions = released.map((each) => describe(serverless, each));
        const stack = {
          service: serverless.service.service,
          stage: provider.stage,
          name: serverless.getProvider('aws').naming.getStackName(),
        };
        for (const each of functions) {
          Object.assign(template.Resources, aliasOf(each), scalingResources(each, settings()));
          permitFirst(template.Resources, each);
        }
        if (settings().release === 'direct' || functions.length === 0) return;
        Object.assign(template.Resources, releaseResources({ ...stack, functions, template, settings: settings() }));
      },
    };
  }
};

function readSettings(serverless) {
  const settings = serverless.service.custom?.releases ?? {};
  if (MODES.includes(settings.release)) return settings;
  throw new serverless.classes.Error(
    `release is "${settings.release}": choose one of ${MODES.join(', ')} in services/_shared/params.yml`,
  );
}

function describe(serverless, { name, own, provisionedConcurrency }) {
  const { naming } = serverless.getProvider('aws');
  return {
    name,
    /** `gymcoach-user-profile-prod-api`. */
    functionName: own.name,
    prefix: naming.getNormalizedFunctionName(name),
    functionId: naming.getLambdaLogicalId(name),
    versionId: own.versionLogicalId,
    aliasId: own.targetAlias.logicalId,
    logGroupId: naming.getLogGroupLogicalId(name),
    isHttp: own.events.some((event) => event.httpApi !== undefined),
    alias: ALIAS,
    provisionedConcurrency,
  };
}

const aliasOf = ({ functionId, versionId, aliasId, provisionedConcurrency }) => ({
  [aliasId]: {
    Type: 'AWS::Lambda::Alias',
    DependsOn: [functionId],
    Properties: {
      FunctionName: { Ref: functionId },
      FunctionVersion: { 'Fn::GetAtt': [versionId, 'Version'] },
      Name: ALIAS,
      ...(provisionedConcurrency
        ? { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: provisionedConcurrency } }
        : {}),
    },
  },
});

/** A stage that gets its alias later: the gateway may turn to it only when it is let in. */
function permitFirst(resources, { functionId, alias }) {
  const leadsHere = (resource) => {
    const text = JSON.stringify(resource.Properties);
    return text.includes(`"${functionId}"`) && text.includes(`"${alias}"`);
  };
  const ids = (type) => Object.keys(resources).filter((id) => resources[id].Type === type && leadsHere(resources[id]));
  const permissions = ids('AWS::Lambda::Permission');
  for (const id of ids('AWS::ApiGatewayV2::Integration')) {
    resources[id].DependsOn = [resources[id].DependsOn ?? [], permissions].flat();
  }
}
