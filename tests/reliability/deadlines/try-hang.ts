import { setTimeout as sleep } from 'node:timers/promises';
import type { Hang } from '../../support/faulty-service.ts';
import type { Dependency, HangingWorld } from './hanging-world.ts';
import { type Operation, send } from './operations.ts';

/** One request, and the call from which on one of its dependencies hangs. */
export interface Scenario {
  readonly name: string;
  readonly operation: Operation;
  readonly dependency: Dependency;
  /** 1 for the first call. */
  readonly from: number;
  readonly how: Hang;
}

export interface Outcome {
  /** The dependency did hang before the answer. */
  readonly hung: boolean;
  /** Undefined when there was no answer before Lambda's time was up. */
  readonly status: number | undefined;
  /** Calls to dependencies that were open after the answer, or after the gateway's own, or began then. */
  readonly workAfterAnswer: number;
  /** What the same request is answered with by the same container once the dependency works again. */
  readonly next: { readonly status: number; readonly expected: number } | undefined;
}

/** What Lambda says is left of its time; the chain keeps 500 ms of it for the answer. */
const LAMBDA_MS = 800;
const PROTECTION_OFF_MS = 600_000;
/** An aborted call is seen by the other side when its connection closes. */
const CLOSING_MS = 40;
const WATCHED_MS = 120;

/**
 * Sends one request into a container that has served nothing yet. Without `deadlines` the request believes to have ten
 * minutes, and the gateway answers in its place when Lambda's time is up.
 */
export async function tryHang(world: HangingWorld, scenario: Scenario, deadlines: boolean): Promise<Outcome> {
  const request = await scenario.operation(world, world.container());
  const container = world.container();
  const service = world.services[scenario.dependency];
  for (const other of Object.values(world.services)) other.heal();
  service.hangFrom(scenario.from, scenario.how);
  const begun = performance.now();
  const answering = send(container, request, deadlines ? LAMBDA_MS : PROTECTION_OFF_MS);
  const answer = await Promise.race([answering, sleep(LAMBDA_MS)]);
  const hung = service.calls >= scenario.from;
  await sleep(CLOSING_MS);
  const open = total(world, 'open');
  const before = total(world, 'calls');
  await sleep(WATCHED_MS);
  const workAfterAnswer = open + total(world, 'calls') - before;
  for (const other of Object.values(world.services)) other.heal();
  await sleep(Math.max(LAMBDA_MS - (performance.now() - begun), 0)); // until then, the function could still hold an idempotency key
  await answering; // what goes on without protection must not reach into the next scenario
  const next = deadlines ? { status: (await send(container, request)).status, expected: request.status } : undefined;
  return { hung, status: answer?.status, workAfterAnswer, next };
}

const total = (world: HangingWorld, field: 'open' | 'calls'): number =>
  Object.values(world.services).reduce((sum, service) => sum + service[field], 0);

/** Every operation with each of its dependencies hanging from each of its calls on, as many as it makes when all is well. */
export async function allScenarios(
  world: HangingWorld,
  operations: Readonly<Record<string, Operation>>,
): Promise<readonly Scenario[]> {
  const found: Scenario[] = [];
  for (const [name, operation] of Object.entries(operations)) {
    const request = await operation(world, world.container());
    for (const service of Object.values(world.services)) service.heal();
    const { status } = await send(world.container(), request);
    if (status !== request.status) throw new Error(`${name} is answered with ${status} while everything works`);
    for (const [key, service] of Object.entries(world.services)) {
      const dependency = key as Dependency; // the world names its services so
      for (let from = 1; from <= service.calls; from += 1) {
        found.push({ name, operation, dependency, from, how: 'silent' });
        found.push({ name, operation, dependency, from, how: 'half-answered' });
      }
    }
  }
  return found;
}
