import { join } from 'node:path';
import { type Bundle, createFunctionBundler } from './function-bundler.ts';
import { readStacks, type Stack } from './read-stack.ts';
import { repositoryRoot } from './repository-root.ts';

export interface FunctionBuildOptions {
  /** @default every stack of the repository, read for the stage `local` */
  readonly stacks?: readonly Stack[];
  /** Where the bundles go. @default `.build` in the repository, from where the layer's package resolves */
  readonly output?: string;
}

/** Bundles every handler of the given stacks into `.build/<stack>/<handler path>.cjs`. */
export async function buildFunctions(options: FunctionBuildOptions = {}): Promise<readonly Bundle[]> {
  const { stacks = readStacks(), output = join(repositoryRoot, '.build') } = options;
  const built = await Promise.all(
    stacks.map(async (stack) => {
      const bundler = await createFunctionBundler(stack, output);
      try {
        return await bundler.build();
      } finally {
        await bundler.dispose();
      }
    }),
  );
  return built.flat();
}
