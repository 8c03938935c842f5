/** One operation of a history. Times are of one counter: what was called before what was answered. */
export interface Recorded<O> {
  readonly operation: O;
  readonly invoked: number;
  /** Infinite where nobody knows whether, or when, it took effect. */
  readonly returned: number;
}

/** What a single copy, used by one client at a time, would do. */
export interface SequentialModel<S, O> {
  readonly initial: S;
  /** The state after it, or undefined where this operation cannot have had its outcome in this state. */
  readonly step: (state: S, operation: O) => S | undefined;
  /** Equal for equal states. */
  readonly keyOf: (state: S) => string;
}

/**
 * Whether every operation can have taken effect at one instant between its call and its answer: Wing and Gong's search with
 * Lowe's memory of what was tried ("Testing for linearizability", 2016). One of unknown outcome may take effect at any time
 * after its call, or never.
 */
export function isLinearizable<S, O>(model: SequentialModel<S, O>, history: readonly Recorded<O>[]): boolean {
  const tried = new Set<string>();
  const needed = history.reduce(
    (mask, { returned }, index) => (Number.isFinite(returned) ? mask | bit(index) : mask),
    0n,
  );

  const search = (done: bigint, state: S): boolean => {
    if ((done & needed) === needed) return true;
    const key = `${done.toString(36)} ${model.keyOf(state)}`;
    if (tried.has(key)) return false;
    tried.add(key);
    const open = history.flatMap((recorded, index) => ((done & bit(index)) === 0n ? [{ ...recorded, index }] : []));
    const firstAnswer = Math.min(...open.map(({ returned }) => returned));
    return open.some(({ operation, invoked, index }) => {
      if (invoked > firstAnswer) return false; // another was over before this one began
      const next = model.step(state, operation);
      return next !== undefined && search(done | bit(index), next);
    });
  };
  return search(0n, model.initial);
}

const bit = (index: number): bigint => 1n << BigInt(index);
