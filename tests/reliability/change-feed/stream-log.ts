import { type Item, type Key, keys, marshal } from '@gymcoach/core/table';
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import { seededRandom } from '../../support/seeded-random.ts';

/** A write, as the stream tells of it, and what the feed has to say about it. */
export interface Written {
  readonly record: DynamoDBRecord;
  readonly userId: string;
  /** `injury inj_1 3 updated`. */
  readonly says: string;
}

const BEGUN = Date.parse('2026-11-01T00:00:00Z');
let written = 0;

/** A record in the stream's own shape. Sequence numbers rise with every call, over all tests of a process. */
export function streamRecord(
  key: Key,
  { before, after }: { readonly before?: Item | undefined; readonly after?: Item | undefined },
): DynamoDBRecord {
  const at = ++written;
  const images = {
    ...(before === undefined ? {} : { OldImage: marshal(before) }),
    ...(after === undefined ? {} : { NewImage: marshal(after) }),
  } as Pick<NonNullable<DynamoDBRecord['dynamodb']>, 'OldImage' | 'NewImage'>; // the two packages' types of one thing
  return {
    eventID: at.toString(16).padStart(32, '0'),
    eventName: after === undefined ? 'REMOVE' : before === undefined ? 'INSERT' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-west-1',
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(BEGUN / 1000) + at,
      Keys: { PK: { S: key.PK }, SK: { S: key.SK } },
      SequenceNumber: String(10n ** 20n + BigInt(at)),
      SizeBytes: 500,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      ...images,
    },
  };
}

const KINDS: readonly (readonly [kind: string, key: (userId: string) => Key])[] = [
  ['profile', (id) => keys.profile(id)],
  ['preferences', (id) => keys.preferences(id)],
  ['training-profile', (id) => keys.trainingProfile(id)],
  ['injury', (id) => keys.injury(id, 'inj_1')],
  ['injury', (id) => keys.injury(id, 'inj_2')],
  ['coach-link', (id) => keys.coachLink(id, 'coach')],
  ['coach-link', (id) => keys.clientLink(id, 'client')],
  ['invitation', (id) => keys.sentInvitation(id, 'inv_1')],
];

/** Writes of some people at random: each row is created, changed, deleted and created again, with a rising version. */
export function randomLog(seed: number, users: readonly string[], size: number): Written[] {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T; // below the length
  const rows = new Map<string, Item>();
  return Array.from({ length: size }, () => {
    const userId = pick(users);
    const [kind, keyOf] = pick(KINDS);
    const key = keyOf(userId);
    const before = rows.get(JSON.stringify(key));
    const live = before !== undefined && before['deletedAt'] === undefined;
    const verb = live ? (random() < 0.2 ? 'deleted' : 'updated') : 'created';
    const version = Number(before?.['version'] ?? 0) + 1;
    const after = rowOf(key, kind, userId, version, verb === 'deleted');
    rows.set(JSON.stringify(key), after);
    return { record: streamRecord(key, { before, after }), userId, says: `${kind} ${key.SK} ${version} ${verb}` };
  });
}

export function rowOf(key: Key, type: string, ownerId: string, version: number, deleted = false): Item {
  const at = new Date(BEGUN + version * 1000).toISOString();
  const row = { ...key, v: 1, type, id: key.SK, ownerId, version, writeId: `write-${version}` };
  if (deleted) return { ...row, deletedAt: at, expiresAt: BEGUN / 1000 + 90 * 86_400 };
  return { ...row, createdAt: at, updatedAt: at, status: `state-${version}`, data: { note: `note ${version}` } };
}

export type Flavour = 'unknown version' | 'huge' | 'without its new image' | 'malformed' | 'deep';
export const FLAVOURS: readonly Flavour[] = ['unknown version', 'huge', 'without its new image', 'malformed', 'deep'];
/** What a later deployment of the code could make sense of. */
export const MENDABLE: ReadonlySet<Flavour> = new Set(['unknown version', 'huge']);
export const UNKNOWN_VERSION = 99;

const HUGE = 350_000;
const DEEP = 100_000;

/** The record as one that nobody can process. */
export function poisoned(record: DynamoDBRecord, flavour: Flavour): DynamoDBRecord {
  const { dynamodb } = record;
  const image = { ...dynamodb?.NewImage, v: { N: String(UNKNOWN_VERSION) } };
  const pad = { S: 'x'.repeat(HUGE) };
  switch (flavour) {
    case 'unknown version':
      return { ...record, dynamodb: { ...dynamodb, NewImage: image } };
    case 'huge':
      return {
        ...record,
        dynamodb: { ...dynamodb, NewImage: { ...image, pad }, OldImage: { ...dynamodb?.OldImage, pad } },
      };
    case 'without its new image': {
      const { NewImage: _lost, ...rest } = dynamodb ?? {};
      return { ...record, dynamodb: rest };
    }
    case 'malformed':
      return { ...record, dynamodb: { ...dynamodb, NewImage: { ...image, v: { N: '1' }, version: { S: 'three' } } } };
    case 'deep': {
      let value: AttributeValue = { S: 'core' };
      for (let level = 0; level < DEEP; level++) value = { M: { a: value } };
      return { ...record, dynamodb: { ...dynamodb, NewImage: { ...image, data: value } } };
    }
  }
}
