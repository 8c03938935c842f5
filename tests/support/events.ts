import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2, DynamoDBStreamEvent } from 'aws-lambda';
import { repositoryRoot } from '../../scripts/build/repository-root.ts';

/** A committed sample event with what `expected.json` beside it says. */
export interface SampleEvent {
  /** `update-profile.stale.json` */
  readonly file: string;
  /** Folder of its `events/`, from the root: `services/user-profile-service`. */
  readonly part: string;
  readonly status: number;
  /** Event of the same folder that has to go before; the id in its answer takes the place of the id in this event. */
  readonly after?: string;
  /** Image of the fixtures that is sent to the upload form which `after` has answered. */
  readonly upload?: string;
}

/** A committed sample batch of a stream, for a function that no request reaches. */
export interface SampleBatch extends Pick<SampleEvent, 'file' | 'part'> {
  /** Name of the function in the stack. */
  readonly function: string;
  /** How many records the function has to come again. */
  readonly failures: number;
}

type Expected = number | Pick<SampleEvent, 'status' | 'after' | 'upload'> | Pick<SampleBatch, 'function' | 'failures'>;

// Plain CommonJS, for a plugin of the CLI loads it: this is its documented type.
const { fillSampleEvent } = createRequire(import.meta.url)('../../scripts/serverless/sample-event.cjs') as {
  fillSampleEvent(event: unknown, token: (user: string) => string | Promise<string>): Promise<unknown>;
};

const folderOf = (part: string): string => join(repositoryRoot, part, 'events');

/** The parts that have sample events: the platform, and every service. */
export const partsWithEvents = (): readonly string[] =>
  ['platform', ...readdirSync(join(repositoryRoot, 'services')).map((name) => join('services', name))].filter((part) =>
    existsSync(join(folderOf(part), 'expected.json')),
  );

/** Every request among the events of a part. Throws when files and `expected.json` do not name the same ones. */
export const sampleEvents = (part: string): readonly SampleEvent[] =>
  expectations(part).flatMap(([file, content]) => {
    if (typeof content === 'number') return [{ file, part, status: content }];
    return 'function' in content ? [] : [{ file, part, ...content }];
  });

/** Every batch of a stream among the events of a part. */
export const sampleBatches = (part: string): readonly SampleBatch[] =>
  expectations(part).flatMap(([file, content]) =>
    typeof content !== 'number' && 'function' in content ? [{ file, part, ...content }] : [],
  );

function expectations(part: string): readonly (readonly [file: string, Expected])[] {
  const expected = readJson(part, 'expected.json') as Readonly<Record<string, Expected>>; // ours, used by a test only
  const files = readdirSync(folderOf(part)).filter((file) => file !== 'expected.json');
  const unmatched = [...files, ...Object.keys(expected)].filter((file) => !(files.includes(file) && file in expected));
  if (unmatched.length > 0) {
    throw new Error(`${part}/events: both a file and a line of expected.json are needed for ${unmatched.join(', ')}`);
  }
  return Object.entries(expected);
}

/** The event as the gateway would send it: with real tokens, and `id` in place of the id that it was written with. */
export async function readSampleEvent(
  { part, file }: Pick<SampleEvent, 'part' | 'file'>,
  token: (user: string) => Promise<string>,
  id: string | undefined,
): Promise<APIGatewayProxyEventV2> {
  const filled = JSON.stringify(await fill({ part, file }, token));
  // The placeholders of an id look like one: same prefix, other ULID.
  const text = id === undefined ? filled : filled.replaceAll(new RegExp(`${id.slice(0, 4)}[0-9A-Z]{26}`, 'g'), id);
  return JSON.parse(text) as APIGatewayProxyEventV2; // that it is one, the contract tests check
}

/** The batch as the stream would send it, of the demo users. */
export async function readSampleBatch(
  sample: Pick<SampleBatch, 'part' | 'file'>,
  token: (user: string) => string | Promise<string>,
): Promise<DynamoDBStreamEvent> {
  return (await fill(sample, token)) as DynamoDBStreamEvent; // that it is one, the contract tests check
}

const fill = (
  { part, file }: Pick<SampleEvent, 'part' | 'file'>,
  token: (user: string) => string | Promise<string>,
): Promise<unknown> => fillSampleEvent(readJson(part, file), token);

const readJson = (part: string, file: string): unknown => JSON.parse(readFileSync(join(folderOf(part), file), 'utf8'));
