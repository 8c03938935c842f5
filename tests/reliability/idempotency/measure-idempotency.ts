import { createIdempotency } from '@gymcoach/core/idempotency';
import { keys } from '@gymcoach/core/table';
import {
  type Answer,
  type ApiWorld,
  type Connections,
  type Container,
  startApiWorld,
  TIME_LEFT_MS,
} from '../../support/api-world.ts';
import { createFaults, everyCrashPoint } from '../../support/faults.ts';
import { faultyDynamo, withoutConditions } from '../../support/faulty-dynamo.ts';
import type { Person } from '../../support/person.ts';
import type { Figures, ProofRun } from '../proof.ts';

const INJURIES = '/v1/users/me/injuries';
const INVITATIONS = '/v1/coaching/invitations';
const BODY = { bodyPart: 'knee', severity: 'mild', since: '2026-01-01' };
const DAY_MS = 24 * 3_600_000;
const ROUNDS = 5;

type Through = (connections: Connections) => Connections;
const asIs: Through = (connections) => connections;

/**
 * `size` requests with one key at the same time, over several containers, and all of them again: one effect, and every
 * answer that of the first. Then: other people with the same key, other requests with it, a process that is killed between
 * the effect and the stored answer, and a key after its 24 hours while TTL has not deleted its row.
 */
export async function measureIdempotency({ size }: ProofRun): Promise<Figures> {
  const world = await startApiWorld();
  try {
    const together = await sameKeyTogether(world, size, asIs);
    const unprotected = await sameKeyTogether(world, size, (all) => ({
      ...all,
      dynamo: withoutConditions(all.dynamo),
    }));
    return {
      parallel: size,
      ...together,
      crossUserReplays: await crossUserReplays(world, asIs),
      reuseAccepted: await reuseAccepted(world),
      ...(await killedInBetween(world)),
      ...(await afterADay(world)),
      protectionOff: {
        effectsPerKey: unprotected.effectsPerKey,
        crossUserReplays: await crossUserReplays(world, (all) => ({ ...all, idempotency: forAnybody(world) })),
      },
    };
  } finally {
    await world.stop();
  }
}

const effectsOf = async ({ main }: ApiWorld, { id }: Person): Promise<number> =>
  (await main.query(keys.injuries(id), { limit: 1_000 })).items.length;

const record = ({ call }: Container, person: Person, key: string, body: object = BODY): Promise<Answer> =>
  call(person, 'POST', INJURIES, { body, key });

/** The most effects of one key over some rounds; answers that are neither the first one's nor 409 with `Retry-After`. */
async function sameKeyTogether(world: ApiWorld, parallel: number, through: Through) {
  const containers = Array.from({ length: 5 }, () => world.container(through));
  let [effectsPerKey, wrongReplays, replays] = [0, 0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const [person, key] = [world.person(), world.newKey()];
    const all = (): Promise<readonly Answer[]> =>
      Promise.all(
        Array.from({ length: parallel }, (_, index) =>
          record(containers[index % 5] ?? world.container(through), person, key),
        ),
      );
    const atOnce = await all();
    const later = await all();
    effectsPerKey = Math.max(effectsPerKey, await effectsOf(world, person));
    const first = atOnce.find(({ status }) => status === 201);
    for (const answer of [...atOnce, ...later]) {
      if (answer.headers['idempotency-replayed'] === 'true') replays += 1;
      if (!isSame(answer, first) && !(atOnce.includes(answer) && isWaiting(answer))) wrongReplays += 1;
    }
  }
  return { effectsPerKey, wrongReplays, replays };
}

const isSame = (answer: Answer, first: Answer | undefined): boolean =>
  first !== undefined &&
  answer.status === first.status &&
  answer.etag === first.etag &&
  JSON.stringify(answer.body) === JSON.stringify(first.body);

const isWaiting = ({ status, headers }: Answer): boolean => status === 409 && Number(headers['retry-after']) >= 1;

/** Two people with one key on a route without a person in its path, with the same body: how often one is told the other's. */
async function crossUserReplays(world: ApiWorld, through: Through): Promise<number> {
  const container = world.container(through);
  const until = new Date(world.now + DAY_MS).toISOString();
  const body = { side: 'coach', areas: ['profile'], canWrite: false, until };
  let replays = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const key = world.newKey();
    const people = [world.person('coach'), world.person('coach')];
    const answers: Answer[] = [];
    for (const person of people) answers.push(await container.call(person, 'POST', INVITATIONS, { body, key }));
    const ids = new Set(answers.map((answer) => answer.body['id']));
    if (ids.size < people.length || answers.some(({ headers }) => 'idempotency-replayed' in headers)) replays += 1;
  }
  return replays;
}

/** Protection off: a key means the same whoever sends it. */
function forAnybody({ ephemeral, now }: ApiWorld) {
  const own = createIdempotency(ephemeral, () => now);
  return {
    ...own,
    begin: (use: Parameters<typeof own.begin>[0]) => own.begin({ ...use, principalId: 'anybody' }),
    finish: (
      use: Parameters<typeof own.finish>[0],
      ...rest: readonly [Parameters<typeof own.finish>[1], Parameters<typeof own.finish>[2]]
    ) => own.finish({ ...use, principalId: 'anybody' }, ...rest),
  };
}

/** Another body, and another path, with a key that was used: how many were not answered with 422. */
async function reuseAccepted(world: ApiWorld): Promise<number> {
  const container = world.container();
  const [person, key] = [world.person(), world.newKey()];
  await record(container, person, key);
  const otherBody = await record(container, person, key, { ...BODY, note: 'another' });
  const path = (id: string): string => `/v1/users/me/avatar-uploads/upl_${id.repeat(26)}/complete`;
  await container.call(person, 'POST', path('0'), { key });
  const otherPath = await container.call(person, 'POST', path('1'), { key });
  return [otherBody, otherPath].filter(({ status }) => status !== 422).length;
}

/** Killed at every call: until its time is over a repeat is told to wait or is given the answer; then there is one effect. */
async function killedInBetween(world: ApiWorld) {
  const faults = createFaults();
  let [effects, wrong, toldToWait] = [0, 0, 0];
  const points = await everyCrashPoint(
    async (fault) => {
      const [person, key] = [world.person(), world.newKey()];
      const dying = world.container((all) => ({ ...all, dynamo: faultyDynamo(faults, all.dynamo) }));
      faults.inject({ ...fault, lasting: true });
      await record(dying, person, key);
      const { fired } = faults.heal();
      const early = await record(world.container(), person, key);
      if (isWaiting(early)) toldToWait += 1;
      else if (early.status !== 201) wrong += 1;
      world.now += TIME_LEFT_MS;
      const late = await record(world.container(), person, key);
      const again = await record(world.container(), person, key);
      if (late.status !== 201 || !isSame(again, late) || (early.status === 201 && !isSame(late, early))) wrong += 1;
      effects = Math.max(effects, await effectsOf(world, person));
      return fired;
    },
    { kinds: ['before', 'after'] },
  );
  return { killed: { points, toldToWait, effectsPerKey: effects, wrongAnswers: wrong } };
}

/** Replayed to the end of the 24 hours, and anew after them, whether or not the row is still there. */
async function afterADay(world: ApiWorld) {
  const container = world.container();
  const [person, key] = [world.person(), world.newKey()];
  const begun = world.now;
  const first = await record(container, person, key);
  world.now = begun + DAY_MS - 2_000;
  const within = await record(container, person, key);
  world.now = begun + DAY_MS + 1_000;
  const after = await record(container, person, key);
  world.now = begun;
  const isRight = isSame(within, first) && after.status === 201 && after.body['id'] !== first.body['id'];
  return { wrongAtExpiry: isRight && (await effectsOf(world, person)) === 2 ? 0 : 1 };
}
