import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readYaml } from './read-yaml.ts';
import { repositoryRoot } from './repository-root.ts';
import { resolvePath } from './resolve-variables.ts';

/** One serverless.yml, read for one stage. */
export interface Stack {
  /** The `service` name: `gymcoach-user-profile`. */
  readonly name: string;
  /** Absolute path of the folder of its serverless.yml. */
  readonly folder: string;
  /** The value at a dotted path with its variables resolved, e.g. `get('provider.httpApi.cors')`. */
  get(path: string): unknown;
}

/** One function of a stack. */
export interface FunctionDefinition {
  readonly name: string;
  /** As in the YAML: `handlers/api.handler`. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly events: readonly unknown[];
}

export interface StackOptions {
  /** @default the repository */
  readonly root?: string;
  /** @default 'local' */
  readonly stage?: string;
  /** @default the environment of this process */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Figures of the command line, before those of the stage. @default none */
  readonly params?: Readonly<Record<string, string>>;
}

/** The platform stack (root serverless.yml) first, then `services/*` in the order of their names. */
export function readStacks({
  root = repositoryRoot,
  stage = 'local',
  env = process.env,
  params = {},
}: StackOptions = {}): Stack[] {
  const services = join(root, 'services');
  const folders = [
    root,
    ...(existsSync(services)
      ? readdirSync(services)
          .sort()
          .map((name) => join(services, name))
      : []),
  ];
  return folders
    .filter((folder) => existsSync(join(folder, 'serverless.yml')))
    .map((folder) => {
      const document = readYaml(join(folder, 'serverless.yml'));
      const get = (path: string): unknown => resolvePath(document, path, { folder, document, stage, env, params });
      return { name: String(get('service')), folder, get };
    });
}

/** The functions of a stack with Lambda's defaults filled in. Environment values that only AWS knows are left out. */
export function readFunctions(stack: Stack): readonly FunctionDefinition[] {
  const functions = record(stack.get('functions'));
  return Object.keys(functions).map((name) => {
    const definition = record(functions[name]);
    const handler = definition['handler'];
    if (typeof handler !== 'string') throw new Error(`${stack.name}: function "${name}" has no handler`);
    const environment = { ...record(stack.get('provider.environment')), ...record(definition['environment']) };
    return {
      name,
      handler,
      timeoutSeconds: number(definition['timeout']) ?? number(stack.get('provider.timeout')) ?? 6,
      memoryMegabytes: number(definition['memorySize']) ?? number(stack.get('provider.memorySize')) ?? 1024,
      environment: Object.fromEntries(
        Object.entries(environment).flatMap(([key, value]) =>
          value === undefined || value === null || typeof value === 'object' ? [] : [[key, String(value)]],
        ),
      ),
      events: Array.isArray(definition['events']) ? definition['events'] : [],
    };
  });
}

const number = (value: unknown): number | undefined => {
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : undefined;
};

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}; // checked
