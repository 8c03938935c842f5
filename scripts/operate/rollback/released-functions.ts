import { readFunctions, readStacks } from '../../build/read-stack.ts';

/** A function whose alias moves between versions. */
export interface ReleasedFunction {
  /** `user-profile-service`, or `platform`. */
  readonly part: string;
  readonly name: string;
  /** `gymcoach-user-profile-prod-api`, which its deployment group is called, too. */
  readonly functionName: string;
  /** CodeDeploy's application: the stack's name. */
  readonly application: string;
}

/**
 * The functions of a stage that have an alias, by the repository's own files. `only` is a part, or one function of it:
 * `change-feed-service/number-changes`. Throws when the stage has none, or no such part.
 */
export function releasedFunctions(stage: string, only: string | undefined): readonly ReleasedFunction[] {
  const stacks = readStacks({ stage });
  const stages = Object.keys((stacks[0]?.get('params') ?? {}) as object).filter((name) => name !== 'default'); // a table by stage
  if (!stages.includes(stage)) {
    throw new Error(`there is no stage "${stage}" in services/_shared/params.yml; there are ${stages.join(', ')}`);
  }
  if (stacks[0]?.get('custom.releases.release') === 'direct') {
    throw new Error(
      `functions of ${stage} have no alias to move back: deploy the older commit instead (npm run deploy -- --stage ${stage})`,
    );
  }
  const all = stacks.flatMap((stack) => {
    const short = stack.name.replace(/^gymcoach-/, '');
    return readFunctions(stack)
      .filter(({ events }) => events.some((event) => /"(httpApi|stream)":/.test(JSON.stringify(event))))
      .map(({ name }) => ({
        part: short === 'platform' ? short : `${short}-service`,
        name,
        functionName: `${stack.name}-${stage}-${name}`,
        application: `${stack.name}-${stage}`,
      }));
  });
  if (only === undefined) return all;
  const [part, name] = only.split('/');
  const found = all.filter((each) => each.part === part && (name === undefined || each.name === name));
  if (found.length > 0) return found;
  const names = all.map((each) => `${each.part}/${each.name}`);
  throw new Error(`--only ${only}: there is no such service or function; there are ${names.join(', ')}`);
}
