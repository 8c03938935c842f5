import { readFunctions, readStacks } from '../build/read-stack.ts';

/** One function as a stage deploys it. */
export interface DeployedFunction {
  /** `user-profile api`. */
  readonly name: string;
  /** `user-profile`. */
  readonly service: string;
  readonly memoryMegabytes: number;
  /** Routes that it serves; a worker has none. */
  readonly routes: number;
  /** Streams that it reads. What has neither is asked by a clock or by an operator, and carries no traffic of people. */
  readonly streams: number;
  readonly reserved: number | undefined;
  readonly provisioned: number | undefined;
  /** As many are kept ready at most, however busy. */
  readonly provisionedMaximum: number | undefined;
}

export interface Deployment {
  readonly stage: string;
  readonly functions: readonly DeployedFunction[];
  /** Requests per second that the gateway lets pass, and how many at once beyond. */
  readonly throttle: { readonly rate: number; readonly burst: number };
  /** Requests that one caller may send at once, by class. */
  readonly quotas: { readonly read: number; readonly write: number; readonly sensitive: number };
  readonly logRetentionDays: number;
  /** Tables can be recovered to a point in time. */
  readonly recovery: boolean;
}

/** What a stage decides, read from the stacks themselves. */
export function readDeployment(stage = 'prod'): Deployment {
  const stacks = readStacks({ stage });
  const [platform] = stacks;
  if (platform === undefined) throw new Error('there is no stack');
  const param = (name: string): unknown =>
    platform.get(`params.${stage}.${name}`) ?? platform.get(`params.default.${name}`);
  const limits = String(param('rateLimits'));
  return {
    stage,
    functions: stacks.flatMap((stack) => {
      const service = stack.name.replace(/^gymcoach-/, '');
      return readFunctions(stack).map(({ name, memoryMegabytes, events }) => ({
        name: `${service} ${name}`,
        service,
        memoryMegabytes,
        routes: countOf(events, 'httpApi'),
        streams: countOf(events, 'stream'),
        reserved: count(stack.get(`functions.${name}.reservedConcurrency`)),
        provisioned: count(stack.get(`functions.${name}.provisionedConcurrency`)),
        provisionedMaximum: count(param('provisionedMaximum')),
      }));
    }),
    throttle: { rate: needed(param('throttleRate')), burst: needed(param('throttleBurst')) },
    quotas: { read: quotaOf(limits, 'read'), write: quotaOf(limits, 'write'), sensitive: quotaOf(limits, 'sensitive') },
    logRetentionDays: needed(param('logRetentionDays')),
    recovery: param('protect') === true,
  };
}

const countOf = (events: readonly unknown[], kind: string): number =>
  events.filter((event) => typeof event === 'object' && event !== null && kind in event).length;

const count = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

function needed(value: unknown): number {
  if (typeof value !== 'number') throw new Error(`services/_shared/params.yml: ${String(value)} is no number`);
  return value;
}

const quotaOf = (limits: string, name: string): number => Number(new RegExp(`${name}=(\\d+)/`).exec(limits)?.[1] ?? 0);
