import { join } from 'node:path';
import { readYaml } from '../../build/read-yaml.ts';
import { repositoryRoot } from '../../build/repository-root.ts';

/** What services/_shared/params.yml says of one stage. */
export interface StageFigures {
  /** False where the stage is not named there, and all figures are those of `default`. */
  readonly named: boolean;
  /** Whether its data outlives its stacks. */
  readonly protect: boolean;
  /** Of every figure that there is. */
  readonly names: readonly string[];
}

export function stageFigures(stage: string): StageFigures {
  const params = readYaml(join(repositoryRoot, 'services/_shared/params.yml')) as Readonly<
    Record<string, { readonly protect?: boolean }> // ours, one map per stage
  >;
  const { default: common = {}, [stage]: own = {} } = params;
  return {
    named: Object.hasOwn(params, stage),
    protect: own.protect ?? common.protect ?? false,
    names: Object.keys({ ...common, ...own }),
  };
}
