/** What has become of one stack. */
export interface StackResult {
  readonly name: string;
  readonly outcome: 'changed' | 'unchanged';
  /** Of what is deployed now. */
  readonly hash: string;
  readonly seconds: number;
}

export interface Summary {
  readonly stage: string;
  readonly account: string;
  readonly region: string;
  readonly commit: string;
  readonly stacks: readonly StackResult[];
  /** Outputs of the platform stack; undefined where it is not deployed. */
  readonly platform: ReadonlyMap<string, string> | undefined;
  /** Content hash of the layer. */
  readonly layerHash: string;
}

/** The last thing that a deployment says. */
export function describeDeployment({ stage, account, region, commit, stacks, platform, layerHash }: Summary): string {
  const width = Math.max(...stacks.map(({ name }) => name.length));
  const seconds = stacks.reduce((sum, stack) => sum + stack.seconds, 0);
  const changed = stacks.filter(({ outcome }) => outcome === 'changed').length;
  const version = /:(\d+)$/.exec(platform?.get('CoreLambdaLayerQualifiedArn') ?? '')?.[1] ?? 'unknown';
  return [
    changed === 0
      ? `nothing to deploy: ${stage} has this content already (${seconds.toFixed(0)} s)`
      : `deployed ${changed} of ${stacks.length} stacks of ${stage} in ${seconds.toFixed(0)} s`,
    `  account   ${account}, ${region}`,
    `  endpoint  ${platform?.get('HttpApiUrl') ?? 'none: the platform has no API'}`,
    `  commit    ${commit}`,
    `  layer     version ${version}, content ${layerHash}`,
    ...stacks.map(
      ({ name, outcome, hash, seconds: taken }) =>
        `  ${name.padEnd(width)}  ${outcome.padEnd('unchanged'.length)}  ${hash}  ${taken.toFixed(1).padStart(6)} s`,
    ),
  ].join('\n');
}
