import { unavailable } from '@gymcoach/core/errors';
import { seededRandom } from './seeded-random.ts';

/**
 * What becomes of a call to a dependency:
 * - `before`: it fails, and nothing has happened there
 * - `after`: it fails on the way back; what it was to do is done
 * - `duplicate`: it is sent twice, as by a client that saw no answer to the first; the second answer counts
 * - `delay`: it gets there late, when `until` has resolved
 */
export type FaultKind = 'before' | 'after' | 'duplicate' | 'delay';
export const FAULT_KINDS: readonly FaultKind[] = ['before', 'after', 'duplicate', 'delay'];

export interface Fault {
  /** Which call, counted over all wrapped dependencies from the injection on; 1 is the next. */
  readonly at: number;
  readonly kind: FaultKind;
  /** Every later call is lost, too: the process was killed, and cannot even tidy up. @default false */
  readonly lasting?: boolean;
  /** What a delayed call waits for. @default 20 ms */
  readonly until?: () => Promise<unknown>;
}

export interface Faults {
  /** The same object, with its functions open to faults; they must be asynchronous. `twice` is how a call is sent twice. */
  wrap<T extends object>(dependency: T, twice?: SendTwice): T;
  /** Breaks one call from now on; the count begins anew. */
  inject(fault: Fault): void;
  /** Counts from now on, and breaks nothing. */
  count(): void;
  /** Ends the fault. Gives how many calls there were since it was injected, and whether it was met. */
  heal(): { readonly calls: number; readonly fired: boolean };
  /** Whether the fault that was injected last, and not healed yet, was met. */
  readonly fired: boolean;
}

type Work = (...args: readonly unknown[]) => Promise<unknown>;

/** Sends a call twice, gives the second answer. */
export type SendTwice = (work: Work, args: readonly unknown[]) => Promise<unknown>;

const sendTwice: SendTwice = async (work, args) => {
  await work(...args).catch(() => undefined); // its answer is lost, whatever it says
  return work(...args);
};

/**
 * Breaks the k-th call to any dependency that is made of asynchronous functions: a client, a store, a queue, a directory.
 *
 * @example
 * const faults = createFaults();
 * const table = createTable(faults.wrap(client), 'main');
 * faults.inject({ at: 3, kind: 'after' });
 */
export function createFaults(): Faults {
  let fault: Fault | undefined;
  let calls = 0;

  async function step(work: Work, args: readonly unknown[], twice: SendTwice): Promise<unknown> {
    calls += 1;
    if (fault === undefined || calls < fault.at) return work(...args);
    const { at, kind, lasting = false, until = () => pause(20) } = fault;
    if (calls > at) {
      if (lasting) throw connectionLost();
      return work(...args);
    }
    if (kind === 'before') throw connectionLost();
    if (kind === 'delay') {
      await until();
      return work(...args);
    }
    if (kind === 'after') {
      await work(...args);
      throw connectionLost();
    }
    return twice(work, args);
  }

  const hasFired = (): boolean => fault !== undefined && calls >= fault.at;

  return {
    wrap<T extends object>(dependency: T, twice: SendTwice = sendTwice): T {
      return new Proxy(dependency, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function') return member;
          const work: Work = (...args) => Promise.resolve(Reflect.apply(member, target, args));
          return (...args: readonly unknown[]) => step(work, args, twice);
        },
      });
    },
    inject(next) {
      fault = next;
      calls = 0;
    },
    count() {
      fault = undefined;
      calls = 0;
    },
    heal() {
      const fired = hasFired();
      fault = undefined;
      return { calls, fired };
    },
    get fired() {
      return hasFired();
    },
  };
}

export interface CrashPoints {
  /** @default every kind */
  readonly kinds?: readonly FaultKind[];
  /** Of all points, how many are tried: in (0, 1]. @default 1 */
  readonly share?: number;
  /** Chooses which, when not all are. @default 1 */
  readonly seed?: number;
}

/**
 * Runs `trial` with a fault at its first call, its second, and so on until it ends before the fault is met, for every
 * kind of fault. `trial` injects the fault, does its work, and gives whether the fault was met. Gives how many were.
 */
export async function everyCrashPoint(
  trial: (fault: Fault) => Promise<boolean>,
  { kinds = FAULT_KINDS, share = 1, seed = 1 }: CrashPoints = {},
): Promise<number> {
  const random = seededRandom(seed);
  let points = 0;
  for (const kind of kinds) {
    for (let at = 1; ; at++) {
      if (share < 1 && random() >= share) continue;
      if (!(await trial({ at, kind }))) break;
      points += 1;
    }
  }
  return points;
}

/** As the clients of the layer report it. */
const connectionLost = (): Error =>
  unavailable('dependency.unavailable', 'The connection is lost.', new Error('a fault of the test'));

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
