import { join, resolve } from 'node:path';
import { readStacks, type Stack, type StackOptions } from '../../build/read-stack.ts';
import { readYaml } from '../../build/read-yaml.ts';
import { repositoryRoot } from '../../build/repository-root.ts';

/** One entry of the compose file. */
export interface ComposedService {
  readonly path: string;
  readonly dependsOn?: string | readonly string[];
}

/** Every stack of the compose file, read for the stage, each after those that it depends on. */
export function deployableStacks(
  stage: string,
  { root = repositoryRoot, ...options }: Omit<StackOptions, 'stage'> = {},
): readonly Stack[] {
  const folder = join(root, 'services');
  const document = readYaml(join(folder, 'serverless-compose.yml')) as {
    readonly services: Readonly<Record<string, ComposedService>>; // ours: a test deploys by it
  };
  const stacks = readStacks({ root, stage, ...options });
  return inOrder(document.services).map(({ path }) => {
    const found = stacks.find((stack) => stack.folder === resolve(folder, path));
    if (found === undefined) throw new Error(`serverless-compose.yml names ${path}, where no serverless.yml is`);
    return found;
  });
}

/** The compose file's own order, where dependencies leave the choice. Throws on a circle and on an unknown name. */
export function inOrder(services: Readonly<Record<string, ComposedService>>): readonly ComposedService[] {
  const placed = new Map<string, ComposedService>();
  const place = (name: string, above: readonly string[]): void => {
    const service = services[name];
    if (service === undefined) throw new Error(`${above.at(-1)} depends on ${name}, which does not exist`);
    if (above.includes(name)) throw new Error(`${[...above, name].join(' -> ')}: stacks cannot wait for each other`);
    for (const needed of [service.dependsOn ?? []].flat()) place(needed, [...above, name]);
    placed.set(name, service);
  };
  for (const name of Object.keys(services)) place(name, []);
  return [...placed.values()];
}
