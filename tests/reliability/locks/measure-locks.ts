import { type ApiWorld, type Container, startApiWorld } from '../../support/api-world.ts';
import { availableEngines, type DynamoEngineKind } from '../../support/dynamodb-engines.ts';
import { withoutConditions } from '../../support/faulty-dynamo.ts';
import type { Person } from '../../support/person.ts';
import { pick, seededRandom } from '../../support/seeded-random.ts';
import type { Figures, ProofRun } from '../proof.ts';

/** Versions that each writer has to make. */
const CHANGES = 3;
const TRIES = 500;

interface Race {
  successes: number;
  /** Answers 412. */
  refused: number;
  /** Any other answer. */
  others: number;
  /** Steps of the version from the first read to the last. */
  versionDelta: number;
  /** Successes whose mark is not in the item at the end. */
  lostUpdates: number;
}

/**
 * `size` writers change one injury at the same time, each with the ETag that it read: read, append a mark to the
 * note, PATCH with `If-Match`, again on 412. On every engine that can run here, over several containers; and without conditions, where it has to fail.
 */
export async function measureLocks({ seed, size }: ProofRun): Promise<Figures> {
  const engines: Record<string, Race> = {};
  let off: Race | undefined;
  let headers: Figures = {};
  for (const kind of availableEngines()) {
    const world = await startApiWorld(kind);
    try {
      engines[kind] = await race(world, world.container, { seed, size });
      off ??= await race(world, () => unprotected(world), { seed, size });
      headers = { ...headers, ...(await wrongAnswersToHeaders(world, kind)) };
    } finally {
      await world.stop();
    }
  }
  const total = (field: keyof Race): number => Object.values(engines).reduce((sum, one) => sum + one[field], 0);
  const wrongHeaderAnswers = Object.values(headers).reduce<number>((sum, count) => sum + Number(count), 0);
  return {
    writers: size,
    engines: Object.keys(engines),
    successes: total('successes'),
    versionDelta: total('versionDelta'),
    successesWithoutVersion: total('successes') - total('versionDelta'),
    lostUpdates: total('lostUpdates'),
    otherAnswers: total('others'),
    share412: Math.round((100 * total('refused')) / (total('refused') + total('successes'))) / 100,
    wrongHeaderAnswers,
    protectionOff: { lostUpdates: off?.lostUpdates ?? 0, successes: off?.successes ?? 0 },
  };
}

const unprotected = (world: ApiWorld): Container =>
  world.container((connections) => ({ ...connections, dynamo: withoutConditions(connections.dynamo) }));

async function race(world: ApiWorld, open: () => Container, { seed, size }: ProofRun): Promise<Race> {
  const person = world.person();
  const containers = [open(), open(), open(), open()];
  const path = await recordedInjury(open(), person);
  const random = seededRandom(seed);
  const result: Race = { successes: 0, refused: 0, others: 0, versionDelta: 0, lostUpdates: 0 };
  const marks: string[] = [];

  const write = async (writer: number): Promise<void> => {
    const { call } = pick(random, containers);
    for (let change = 0, tries = 0; change < CHANGES && tries < TRIES; tries++) {
      const read = await call(person, 'GET', path);
      const mark = `${writer.toString(36)}${change}`;
      const body = { note: `${String(read.body['note'])} ${mark}` };
      const { status } = await call(person, 'PATCH', path, { body, ifMatch: read.etag });
      if (status === 200) {
        marks.push(mark);
        change += 1;
        result.successes += 1;
      } else if (status === 412) result.refused += 1;
      else result.others += 1;
    }
  };
  await Promise.all(Array.from({ length: size }, (_, writer) => write(writer)));
  const { body } = await open().call(person, 'GET', path);
  const left = new Set(String(body['note']).split(' '));
  result.versionDelta = Number(body['version']) - 1;
  result.lostUpdates = marks.filter((mark) => !left.has(mark)).length;
  return result;
}

async function recordedInjury({ call }: Container, person: Person): Promise<string> {
  const body = { bodyPart: 'knee', severity: 'mild', since: '2026-01-01', note: 'start' };
  const made = await call(person, 'POST', '/v1/users/me/injuries', { body });
  return `/v1/users/me/injuries/${String(made.body['id'])}`;
}

/** Which `If-Match` a PATCH takes: how many were answered otherwise than the contract says, by name. */
async function wrongAnswersToHeaders(world: ApiWorld, kind: DynamoEngineKind): Promise<Record<string, number>> {
  const { call } = world.container();
  const person = world.person();
  const path = await recordedInjury({ call }, person);
  const patch = (ifMatch: string | undefined): Promise<{ status: number; etag: string }> =>
    call(person, 'PATCH', path, { body: { note: 'x' }, ...(ifMatch === undefined ? {} : { ifMatch }) });
  const first = (await call(person, 'GET', path)).etag;
  const second = (await patch(first)).etag;
  const wrong: Record<string, number> = {};
  const expected: readonly (readonly [name: string, header: string | undefined, status: number])[] = [
    ['stale', first, 412],
    ['weak', `W/${second}`, 412],
    ['any', '*', 428],
    ['absent', undefined, 428],
    ['of another item', second.replace(/inj_.{26}/, `inj_${'0'.repeat(26)}`), 412],
    ['among others', `"foreign", ${second}`, 200],
  ];
  for (const [name, header, status] of expected) {
    const answer = await patch(header);
    const tells = status !== 412 || answer.etag === second; // a refusal names the current version
    wrong[`${kind} ${name}`] = answer.status === status && tells ? 0 : 1;
  }
  const current = (await call(person, 'GET', path)).etag;
  const gone = await call(person, 'DELETE', path, { ifMatch: current });
  wrong[`${kind} deleted`] = gone.status === 204 && (await patch(current)).status === 404 ? 0 : 1;
  return wrong;
}
