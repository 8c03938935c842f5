/** An event for a function that neither a route nor a stream calls: of a schedule, of a deployment. */
export interface OtherEvent {
  /** Folder of its stack: `platform`, `services/...`. */
  readonly part: string;
  readonly function: string;
  readonly event: object;
  /** What AWS answers it, by operation (`GetParameter`), where `{}` would end it. */
  readonly answers?: Readonly<Record<string, object>>;
}

const SECRET = { Parameter: { Value: JSON.stringify({ username: 'canary@gymcoach.invalid', password: 'none' }) } };

const deploymentOf = (functionName: string, group: string): OtherEvent => ({
  part: 'platform',
  function: 'release-check',
  event: { DeploymentId: group, LifecycleEventHookExecutionId: 'hook-1' },
  answers: {
    GetParameter: SECRET,
    GetDeployment: {
      deploymentInfo: {
        revision: {
          revisionType: 'AppSpecContent',
          appSpecContent: { content: JSON.stringify({ Properties: { Name: functionName, TargetVersion: '7' } }) },
        },
      },
    },
  },
});

/** What each such function asks of any AWS service is recorded. A deployment is called after its group: see callsOfRequest. */
export const OTHER_EVENTS: readonly OtherEvent[] = [
  { part: 'platform', function: 'canary', event: { only: 'access' }, answers: { GetParameter: SECRET } },
  deploymentOf('gymcoach-access-local-api', 'gymcoach-access-local/gymcoach-access-local-api'),
  deploymentOf(
    'gymcoach-change-feed-local-number-changes',
    'gymcoach-change-feed-local/gymcoach-change-feed-local-number-changes',
  ),
];
