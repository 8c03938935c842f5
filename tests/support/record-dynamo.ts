import { AsyncLocalStorage } from 'node:async_hooks';
import type { DynamoClient } from '@gymcoach/core/clients/dynamodb';
import { callsOfDynamoDb } from '../../scripts/local/aws-calls/calls-of-dynamodb.ts';
import { accessKeyOf, localNames } from '../../scripts/local/local-names.ts';
import { serviceRoutes } from './service-endpoints.ts';
import { suiteCallLog } from './suite-call-log.ts';

/** Attributes what services ask of DynamoDB in this process to the functions that they are in AWS. */
export interface DynamoRecorder {
  /** Notes what is asked through the client, in a run of tests that compares it with the roles. */
  record(client: DynamoClient): DynamoClient;
  /** Runs a request as the function that serves its route. */
  asFunctionOf<T>(method: string, path: string, work: () => Promise<T>): Promise<T>;
}

/** For worlds whose tables are called `main`, `ephemeral` and `audit`. */
export function createDynamoRecorder(): DynamoRecorder {
  const note = suiteCallLog();
  const running = new AsyncLocalStorage<string>();
  let functions: Promise<readonly (readonly [RegExp, string])[]> | undefined;
  return {
    record: (client) => ({
      send(operation, input, ...options) {
        const accessKeyId = running.getStore();
        if (accessKeyId !== undefined) {
          const calls = callsOfDynamoDb(operation, { ...input }, localNames);
          note(
            calls.map((call) => ({
              ...call,
              accessKeyId,
              resource: call.resource.replace(':table/', ':table/gymcoach-local-'),
            })),
          );
        }
        return client.send(operation, input, ...options);
      },
    }),
    async asFunctionOf(method, path, work) {
      functions ??= serviceRoutes().then((routes) =>
        routes.map(({ service, route }) => [
          new RegExp(`^${route.method} ${route.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
          accessKeyOf(`gymcoach-${service.replace(/-service$/, '')}-local-api`),
        ]),
      );
      const [, accessKeyId] = (await functions).find(([of]) => of.test(`${method} ${path.replace(/\?.*$/, '')}`)) ?? [];
      return accessKeyId === undefined ? work() : running.run(accessKeyId, work);
    },
  };
}
