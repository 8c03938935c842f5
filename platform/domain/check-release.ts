import { type NewVersion, releasedVersion } from './released-version.ts';
import { isSmoked, type Send, type SmokeReport, type SmokeStep, smokeJourney } from './smoke-journey.ts';

/** A deployment of CodeDeploy. */
export interface ReleaseDeployment {
  readonly appSpec: string;
  /** CodeDeploy says that it brings back the version before: nothing may hold it up. */
  readonly isRollback: boolean;
}

export interface ReleasePorts {
  readonly stage: string;
  readonly deployment: (id: string) => Promise<ReleaseDeployment>;
  /** Runs that version on an event and gives what it returns. */
  readonly invoke: (version: NewVersion, event: unknown) => Promise<unknown>;
  /** Sends requests to that version alone. */
  readonly send: (version: NewVersion) => Send;
  /** An access token of the canary user. */
  readonly signIn: () => Promise<string>;
  readonly now: () => number;
  /** Tells CodeDeploy. */
  readonly report: (status: ReleaseVerdict['status']) => Promise<void>;
}

export interface ReleaseVerdict {
  readonly status: 'Succeeded' | 'Failed';
  readonly version?: NewVersion;
  readonly steps?: readonly SmokeStep[];
  /** Of a failure, or why nothing was checked. */
  readonly reason?: string;
}

/** The functions that serve routes: a service's, and the platform's. */
const HTTP_FUNCTIONS = ['api', 'system'];

/**
 * Judges a new version before it gets traffic, and tells CodeDeploy. Whatever goes wrong, here as well, is `Failed`: a hook that
 * says nothing would keep the deployment waiting for an hour. `late` resolves when it has to have an end. It throws only when
 * CodeDeploy cannot be told, and is then run again.
 */
export async function checkRelease(
  ports: ReleasePorts,
  deploymentId: string,
  late: Promise<unknown>,
): Promise<ReleaseVerdict> {
  const verdict = await Promise.race([
    judge(ports, deploymentId),
    late.then((): never => {
      throw new Error('the time is up');
    }),
  ]).catch(
    (error: unknown): ReleaseVerdict => ({
      status: 'Failed',
      reason: error instanceof Error ? error.message : 'it failed without a reason',
    }),
  );
  await ports.report(verdict.status);
  return verdict;
}

async function judge(ports: ReleasePorts, deploymentId: string): Promise<ReleaseVerdict> {
  const { appSpec, isRollback } = await ports.deployment(deploymentId);
  const { isOlder, ...version } = releasedVersion(appSpec);
  // CloudFormation may go back by a deployment of its own, which looks like any other.
  if (isRollback || isOlder) return { status: 'Succeeded', version, reason: 'the way back is not checked' };
  const { passed, steps, reason } = await tryVersion(ports, version);
  const at = steps.at(-1)?.name ?? 'begin';
  return { version, steps, ...(passed ? { status: 'Succeeded' } : { status: 'Failed', reason: `${at}: ${reason}` }) };
}

/** The steps of the journey that the function serves; where there are none, whether it starts and answers at all. */
async function tryVersion(ports: ReleasePorts, version: NewVersion): Promise<SmokeReport> {
  const [stack = '', name = ''] = version.functionName.split(`-${ports.stage}-`);
  const service = stack.replace(/^gymcoach-/, '');
  const send = ports.send(version);
  if (!HTTP_FUNCTIONS.includes(name))
    return once('an empty batch', ports, () => ports.invoke(version, { Records: [] }));
  if (isSmoked(service)) return smokeJourney({ ...ports, send }, { only: service });
  return once('an unknown route', ports, async () => {
    const { status } = await send({ service, method: 'GET', path: '/release-check', headers: {} });
    if (status !== 404) throw new Error(`answered ${status} instead of 404`);
  });
}

async function once(name: string, { now }: ReleasePorts, run: () => Promise<unknown>): Promise<SmokeReport> {
  const begun = now();
  const report = (): Pick<SmokeReport, 'ms' | 'steps'> => {
    const ms = Math.round(now() - begun);
    return { ms, steps: [{ name, ms }] };
  };
  try {
    await run();
    return { passed: true, ...report() };
  } catch (error) {
    return {
      passed: false,
      ...report(),
      reason: error instanceof Error ? error.message : 'it failed without a reason',
    };
  }
}
