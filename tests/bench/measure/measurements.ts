/** One entry per measured round, the same index meaning the same round for every candidate. */
export interface ColdStarts {
  /** Spawn to first answer, the request having been there from the start. */
  readonly totalMs: number[];
  /** Spawn to the first request for work, so the init phase. */
  readonly initMs: number[];
  /** CPU time of all threads up to then: other programs on the machine tell in it least. */
  readonly cpuMs: number[];
  readonly peakMegabytes: number[];
  /** TLS handshakes up to the first answer; empty for candidates over HTTP. */
  readonly handshakes: number[];
}

/** What a run has measured, by name of candidate. */
export interface Measurements {
  readonly cold: ReadonlyMap<string, ColdStarts>;
  /** CPU microseconds per request of a warm process, one per warm round. */
  readonly warm: ReadonlyMap<string, readonly number[]>;
  /** Milliseconds to the first answer of a process that was ready before, one per round. */
  readonly first: ReadonlyMap<string, readonly number[]>;
}
