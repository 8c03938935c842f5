import { GetIntegrationsCommand, GetRoutesCommand } from '@aws-sdk/client-apigatewayv2';
import { GetFunctionCommand } from '@aws-sdk/client-lambda';
import type { Account } from '../account.ts';
import { type Deployed, ofType } from '../deployed-stacks.ts';

/** The routes of the HTTP API: those of all templates and no others, each leading to a function that exists. */
export async function routesWired(account: Account, deployed: Deployed): Promise<readonly string[]> {
  const declared = ofType(deployed, 'AWS::ApiGatewayV2::Route').map(({ resource }) =>
    String(resource.Properties?.['RouteKey']),
  );
  const found: string[] = [];
  const problems: string[] = [];
  for (const { stack, id } of ofType(deployed, 'AWS::ApiGatewayV2::Api')) {
    const ApiId = stack.resources.get(id)?.PhysicalResourceId;
    const [{ Items: routes = [] }, { Items: integrations = [] }] = await Promise.all([
      account.apis.send(new GetRoutesCommand({ ApiId })),
      account.apis.send(new GetIntegrationsCommand({ ApiId })),
    ]);
    const functions = new Map(integrations.map(({ IntegrationId, IntegrationUri }) => [IntegrationId, IntegrationUri]));
    for (const { RouteKey = '', Target = '' } of routes) {
      found.push(RouteKey);
      const target = functions.get(Target.replace('integrations/', ''));
      if (target === undefined) problems.push(`${RouteKey} leads to ${Target || 'nothing'}, which does not exist`);
    }
    for (const target of new Set(functions.values())) {
      const [, name, qualifier] = /function:([^:/]+)(?::([^:/]+))?/.exec(target ?? '') ?? [];
      const asked = new GetFunctionCommand({ FunctionName: name, ...(qualifier ? { Qualifier: qualifier } : {}) });
      const known = await account.lambda.send(asked).catch(() => undefined);
      if (known === undefined) problems.push(`an integration leads to ${target}, which does not exist`);
    }
  }
  if (declared.length === 0) problems.push('no template declares a route');
  const missing = declared.filter((key) => !found.includes(key)).map((key) => `the API has no route ${key}`);
  const surplus = found.filter((key) => !declared.includes(key)).map((key) => `no template declares the route ${key}`);
  return [...problems, ...missing, ...surplus];
}
