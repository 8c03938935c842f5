import { join } from 'node:path';
import { type Bundle, handlerModule } from '../../build/function-bundler.ts';
import { type FunctionDefinition, readFunctions, type Stack } from '../../build/read-stack.ts';
import type { Served } from '../gateway.ts';
import { accessKeyOf } from '../local-names.ts';
import type { Observer } from '../observe/observer.ts';
import type { StreamTarget } from '../streams/serve-streams.ts';
import { readStreamMappings } from '../streams/stream-mapping.ts';
import { readCors } from './cors.ts';
import { createFunctionPool, type FunctionPool } from './function-pool.ts';
import { isServed } from './is-served.ts';
import { type GatewayRoute, readRoutes } from './route-table.ts';

interface Running {
  readonly pool: FunctionPool;
  /** Equal for equal code and settings: such a function keeps its warm containers. */
  readonly fingerprint: string;
}

export interface ServedStacks {
  /** What to serve now. */
  current(): Served;
  /** The functions that read streams, and which. */
  streams(): readonly StreamTarget[];
  /** Serves these from now on; functions that changed, or all when the layer did, get new containers. */
  replace(stacks: readonly Stack[], bundles: readonly Bundle[], layerChanged: boolean): Promise<void>;
  close(): Promise<void>;
}

/** Every function of every stack behind the routes and streams that its serverless.yml declares. */
export function serveStacks(report: (message: string) => void, observer?: Observer): ServedStacks {
  let served: Served = { routes: [], cors: undefined };
  let streams: readonly StreamTarget[] = [];
  let running = new Map<string, Running>();

  const start = (stack: Stack, definition: FunctionDefinition, bundle: Bundle): FunctionPool =>
    createFunctionPool({
      file: bundle.file,
      export: definition.handler.slice(definition.handler.lastIndexOf('.') + 1),
      functionName: functionNameOf(stack, definition),
      memoryMegabytes: definition.memoryMegabytes,
      timeoutSeconds: definition.timeoutSeconds,
      environment: {
        ...definition.environment,
        AWS_LAMBDA_FUNCTION_NAME: functionNameOf(stack, definition),
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMegabytes),
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_ACCESS_KEY_ID: accessKeyOf(functionNameOf(stack, definition)),
        LAMBDA_TASK_ROOT: stack.folder,
        TZ: ':UTC',
      },
      report,
      observer,
    });

  return {
    current: () => served,
    streams: () => streams,
    async replace(stacks, bundles, layerChanged) {
      const next = new Map<string, Running>();
      const routes: GatewayRoute<FunctionPool>[] = [];
      const targets: StreamTarget[] = [];
      for (const stack of stacks) {
        for (const definition of readFunctions(stack)) {
          if (!isServed(stack, definition)) continue;
          const name = join(stack.name, handlerModule(definition.handler));
          const bundle = bundles.find((candidate) => candidate.name === name);
          if (bundle === undefined) throw new Error(`${name} has not been built`);
          const key = `${stack.name}/${definition.name}`;
          const fingerprint = JSON.stringify([bundle.hash, { ...definition, events: undefined }]);
          const before = running.get(key);
          const kept = before !== undefined && !layerChanged && before.fingerprint === fingerprint;
          const pool = kept ? before.pool : start(stack, definition, bundle);
          next.set(key, { pool, fingerprint });
          routes.push(...readRoutes(definition, pool));
          const functionName = functionNameOf(stack, definition);
          for (const mapping of readStreamMappings(stack, definition)) {
            targets.push({ key: `${functionName} ${mapping.table}`, functionName, mapping, pool });
          }
        }
      }
      const before = [...running.values()].map(({ pool }) => pool);
      const after = new Set([...next.values()].map(({ pool }) => pool));
      await Promise.all([...after].filter((pool) => !before.includes(pool)).map((pool) => pool.warm()));
      served = { routes, cors: readCors(stacks[0]?.get('provider.httpApi.cors')) };
      streams = targets;
      running = next;
      for (const pool of before) if (!after.has(pool)) void pool.retire();
    },
    async close() {
      await Promise.all([...running.values()].map(({ pool }) => pool.retire()));
    },
  };
}

const functionNameOf = (stack: Stack, { name }: FunctionDefinition): string => `${stack.name}-local-${name}`;
