import type { DynamoClient } from '@gymcoach/core/clients/dynamodb';
import { type ApiWorld, type Container, startApiWorld } from '../../support/api-world.ts';
import { createFaults, FAULT_KINDS } from '../../support/faults.ts';
import { faultyDynamo, withoutConditions } from '../../support/faulty-dynamo.ts';
import { isLinearizable, type Recorded } from '../../support/linearizability.ts';
import type { Person } from '../../support/person.ts';
import { pick, seededRandom } from '../../support/seeded-random.ts';
import type { Figures, ProofRun } from '../proof.ts';
import { type Register, type RegisterOperation, registerModel } from './register-model.ts';

const CLIENTS = 5;
const OPERATIONS = 9;
const FAULTY_SHARE = 0.25;
/** Without protection few histories show it. */
const HISTORIES_WITHOUT = 10;

/** Where a register lies in the API, and how it is made: the three kinds of a versioned resource. */
const REGISTERS = [
  {
    path: () => '/v1/users/me/profile',
    field: 'bio',
    make: ['PUT', '/v1/users/me/profile', { displayName: 'a', bio: '0' }],
  },
  { path: () => '/v1/users/me/preferences', field: 'locale', make: undefined },
  {
    path: (id: string) => `/v1/users/me/injuries/${id}`,
    field: 'note',
    make: ['POST', '/v1/users/me/injuries', { bodyPart: 'knee', severity: 'mild', since: '2026-01-01', note: '0' }],
  },
] as const;

interface Tally {
  histories: number;
  operations: number;
  done: number;
  refused: number;
  unknown: number;
  anomalies: number;
}

/**
 * `size` histories of five clients that read and conditionally write one resource at the same time, each in a container whose
 * calls to the table are lost before or after their effect, sent twice, delayed, or lost for good (it was killed, and another
 * takes its place). A write without an answer stays unknown. Every history has to be one of a single copy.
 */
export async function measureLinearizability({ seed, size }: ProofRun): Promise<Figures> {
  const world = await startApiWorld();
  try {
    const on = await histories(world, { seed, size }, (client) => client);
    const off = await histories(world, { seed, size: HISTORIES_WITHOUT }, withoutConditions);
    return { ...on, clients: CLIENTS, protectionOff: { histories: off.histories, anomalies: off.anomalies } };
  } finally {
    await world.stop();
  }
}

async function histories(
  world: ApiWorld,
  { seed, size }: ProofRun,
  protection: (client: DynamoClient) => DynamoClient,
): Promise<Tally> {
  const tally: Tally = { histories: 0, operations: 0, done: 0, refused: 0, unknown: 0, anomalies: 0 };
  for (let number = 0; number < size; number++) {
    const random = seededRandom(seed * 100_003 + number);
    const register = await makeRegister(world, number);
    const first = await register.read(world.container());
    if (first === undefined) throw new Error('the register was not made');
    let time = 0;
    const tick = (): number => {
      time += 1;
      return time;
    };
    const clients = Array.from({ length: CLIENTS }, (_, client) =>
      useRegister(world, register, { client, first, random, tick, protection }),
    );
    const history = (await Promise.all(clients)).flat();
    tally.histories += 1;
    tally.operations += history.length;
    for (const { operation } of history) if (operation.is === 'write') tally[operation.outcome] += 1;
    if (!isLinearizable(registerModel(first), history)) tally.anomalies += 1;
  }
  return tally;
}

interface Client {
  readonly client: number;
  readonly first: Register;
  readonly random: () => number;
  readonly tick: () => number;
  readonly protection: (client: DynamoClient) => DynamoClient;
}

/** One client: reads, or writes on what it read last. */
async function useRegister(
  world: ApiWorld,
  register: SharedRegister,
  { client, first, random, tick, protection }: Client,
): Promise<readonly Recorded<RegisterOperation>[]> {
  const faults = createFaults();
  const open = (): Container =>
    world.container((connections) => ({
      ...connections,
      dynamo: faultyDynamo(faults, protection(connections.dynamo)),
    }));
  let container = open();
  let known = first.version;
  const history: Recorded<RegisterOperation>[] = [];
  for (let number = 0; number < OPERATIONS; number++) {
    const isKill = random() < 0.2;
    if (random() < FAULTY_SHARE) {
      const at = 1 + Math.floor(random() * 5);
      faults.inject({ at, kind: pick(random, FAULT_KINDS), lasting: isKill, until: () => sleep(random() * 8) });
    }
    const invoked = tick();
    if (random() < 0.4) {
      const found = await register.read(container);
      const returned = tick();
      if (found !== undefined) {
        known = found.version;
        history.push({ operation: { is: 'read', found }, invoked, returned });
      }
    } else {
      const value = register.valueOf(client, number);
      const [outcome, current] = await register.write(container, known, value);
      const write = { is: 'write', expected: known, value } as const;
      const returned = outcome === 'unknown' ? Number.POSITIVE_INFINITY : tick();
      history.push({
        operation: outcome === 'refused' ? { ...write, outcome, current } : { ...write, outcome },
        ...{ invoked, returned },
      });
      known = outcome === 'unknown' ? known : current;
    }
    const { fired } = faults.heal();
    if (fired && isKill) container = open();
  }
  return history;
}

interface SharedRegister {
  read(container: Container): Promise<Register | undefined>;
  write(
    container: Container,
    expected: number,
    value: string,
  ): Promise<readonly ['done' | 'refused' | 'unknown', number]>;
  /** A value that nobody else writes. */
  valueOf(client: number, number: number): string;
}

async function makeRegister(world: ApiWorld, number: number): Promise<SharedRegister> {
  const person: Person = world.person();
  const { path: pathOf, field, make } = pick(() => (number % REGISTERS.length) / REGISTERS.length, REGISTERS);
  const made =
    make === undefined ? undefined : await world.container().call(person, make[0], make[1], { body: make[2] });
  const id = String(made?.body['id']);
  const path = pathOf(id);
  const tagOf = (version: number): string => `"${path.split('/').at(-1)}.${version}"`;
  const versionOf = (etag: string): number => Number(/\.(\d+)"$/.exec(etag)?.[1]);
  return {
    async read({ call }) {
      const { status, etag, body } = await call(person, 'GET', path);
      return status === 200 ? { version: versionOf(etag), value: String(body[field]) } : undefined;
    },
    async write({ call }, expected, value) {
      const { status, etag } = await call(person, 'PATCH', path, {
        body: { [field]: value },
        ifMatch: tagOf(expected),
      });
      if (status === 200) return ['done', versionOf(etag)];
      if (status === 412) return ['refused', versionOf(etag)];
      if (status === 503) return ['unknown', expected];
      throw new Error(`a conditional write was answered with ${status}`);
    },
    // A language tag can hold a number, too.
    valueOf: (client, one) => (field === 'locale' ? `en-x-c${client}n${one}` : `${client} ${one}`),
  };
}

const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
