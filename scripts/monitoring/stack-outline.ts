import { type BusinessMetric, readBusinessMetrics } from './business-metrics.ts';

/** What of a function is watched: how it is entered decides. */
export type FunctionKind = 'http' | 'stream' | 'scheduled' | 'other';

export interface FunctionOutline {
  /** As in serverless.yml: `number-changes`. */
  readonly name: string;
  /** `gymcoach-change-feed-dev-number-changes`. */
  readonly functionName: string;
  readonly kind: FunctionKind;
  readonly reserved: number | undefined;
}

/** What a stack has to be watched. */
export interface StackOutline {
  /** `platform`, `user-profile`: also the service of its log lines and metrics. */
  readonly service: string;
  readonly stage: string;
  readonly functions: readonly FunctionOutline[];
  readonly tables: readonly { readonly id: string; readonly name: string; readonly indexes: readonly string[] }[];
  /** Queues for what nobody could process, with the function that puts it there. */
  readonly deadLetters: readonly { readonly id: string; readonly name: string; readonly from: string | undefined }[];
  /** The stack with the gateway and the alarm topic. */
  readonly isPlatform: boolean;
  /** Of the service, or of all of them where the stack is the platform. */
  readonly business: readonly BusinessMetric[];
}

/** A stack as its serverless.yml declares it, variables resolved: from the CLI, or read apart from it. */
export interface DeclaredStack {
  /** `gymcoach-user-profile`. */
  readonly service: string;
  readonly stage: string;
  readonly functions: Readonly<Record<string, DeclaredFunction>>;
  /** By logical id. */
  readonly resources: Readonly<Record<string, DeclaredResource>>;
}

interface DeclaredFunction {
  readonly events?: readonly unknown[];
  readonly reservedConcurrency?: unknown;
}
interface DeclaredResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

const PREFIX = 'gymcoach-';

export function outlineOf({ service: stack, stage, functions, resources }: DeclaredStack): StackOutline {
  const service = stack.startsWith(PREFIX) ? stack.slice(PREFIX.length) : stack;
  const isPlatform = service === 'platform';
  const ofType = (type: string) => Object.entries(resources).filter(([, { Type }]) => Type === type);
  return {
    service,
    stage,
    isPlatform,
    functions: Object.entries(functions).map(([name, { events = [], reservedConcurrency }]) => ({
      name,
      functionName: `${stack}-${stage}-${name}`,
      kind: kindOf(events),
      reserved: count(reservedConcurrency),
    })),
    tables: ofType('AWS::DynamoDB::Table').map(([id, { Properties = {} }]) => ({
      id,
      name: text(Properties['TableName'], `${id}: a table needs a TableName to be watched by`),
      indexes: names(Properties['GlobalSecondaryIndexes'], 'IndexName'),
    })),
    // A queue that work is taken from has another one for what fails.
    deadLetters: ofType('AWS::SQS::Queue')
      .filter(([, { Properties = {} }]) => Properties['RedrivePolicy'] === undefined)
      .map(([id, { Properties = {} }]) => ({
        id,
        name: text(Properties['QueueName'], `${id}: a queue needs a QueueName to be watched by`),
        from: Object.entries(functions).find(([, { events = [] }]) => mentions(events, id))?.[0],
      })),
    business: readBusinessMetrics().filter((metric) => isPlatform || metric.service === service),
  };
}

const has = (events: readonly unknown[], key: string): boolean =>
  events.some((event) => typeof event === 'object' && event !== null && key in event);

function kindOf(events: readonly unknown[]): FunctionKind {
  if (has(events, 'httpApi')) return 'http';
  if (has(events, 'stream')) return 'stream';
  return has(events.filter(isEnabled), 'schedule') ? 'scheduled' : 'other';
}

/** A schedule that a stage switches off calls nobody, so nobody may wait for its runs. */
const isEnabled = (event: unknown): boolean => !/"enabled":"?false/.test(JSON.stringify(event));

/** In whichever way the reference is written. */
const mentions = (events: readonly unknown[], id: string): boolean =>
  new RegExp(`"${id}(?:\\.Arn)?"`).test(JSON.stringify(events));

const count = (value: unknown): number | undefined =>
  value === null || value === undefined || value === '' || !Number.isFinite(Number(value)) ? undefined : Number(value);

function text(value: unknown, otherwise: string): string {
  if (typeof value !== 'string') throw new Error(otherwise);
  return value;
}

const names = (list: unknown, key: string): readonly string[] =>
  Array.isArray(list) ? list.map((entry: Readonly<Record<string, unknown>>) => String(entry[key])) : [];
