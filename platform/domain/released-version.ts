// `"Name": "x"` and `Name: x` alike: no other key of an AppSpec ends so.
const NAME = /(?<!\w)"?Name"?\s*:\s*["']?([\w-]+)/;
const TARGET = /(?<!\w)"?TargetVersion"?\s*:\s*["']?([\w-]+)/;
const CURRENT = /(?<!\w)"?CurrentVersion"?\s*:\s*["']?([\w-]+)/;

/** A published version of a function, which CodeDeploy is about to give traffic. */
export interface NewVersion {
  readonly functionName: string;
  readonly version: string;
}

/** What a deployment does with a function's alias. */
export interface ReleasedVersion extends NewVersion {
  /** It was published before the one that is live: the way back, whoever has begun it. */
  readonly isOlder: boolean;
}

/**
 * Which version a deployment releases, from its AppSpec: the one place that says it, for the hook is told ids alone.
 * CloudFormation writes JSON; by hand it may be YAML. Throws when it says no version.
 */
export function releasedVersion(appSpec: string): ReleasedVersion {
  const functionName = NAME.exec(appSpec)?.[1];
  const version = TARGET.exec(appSpec)?.[1];
  const current = CURRENT.exec(appSpec)?.[1];
  if (functionName !== undefined && version !== undefined && /^\d+$/.test(version)) {
    return { functionName, version, isOlder: Number(version) < Number(current) }; // false where none is named
  }
  throw new Error('the AppSpec of the deployment names no function with a target version');
}
