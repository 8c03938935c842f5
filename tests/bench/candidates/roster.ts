/** Floors of both transports: whatever else is measured is compared with them. */
const FLOORS: readonly string[] = ['floor', 'floor-tls'];

/** What the budgets are about, and the two peers that were fastest in every full run. */
const FOR_GATES: readonly string[] = [
  ...FLOORS,
  'gymcoach',
  'gymcoach-sampled',
  'gymcoach-tls',
  'gymcoach-unprimed-tls',
  'sdk',
  'powertools-router',
  'hono',
];

const WARM_FOR_GATES: readonly string[] = ['floor', 'gymcoach', 'sdk'];
/** From the second request on they are like the others; the native one is there for its start. */
const COLD_ONLY = /unprimed|without-jwks|rust/;
const WARM_TLS: readonly string[] = ['floor-tls', 'gymcoach-tls', 'sdk-tls'];

export interface Choice {
  readonly quick: boolean;
  /** Names of candidates; empty for all. */
  readonly only: readonly string[];
}

/** Whether a candidate runs at all. */
export function isWanted({ quick, only }: Choice, name: string): boolean {
  if (FLOORS.includes(name)) return true;
  return only.length > 0 ? only.includes(name) : !quick || FOR_GATES.includes(name);
}

/** Whether its warm figure is taken, too. */
export function isWarmed({ quick }: Choice, name: string): boolean {
  if (quick) return WARM_FOR_GATES.includes(name);
  return name.endsWith('-tls') ? WARM_TLS.includes(name) : !COLD_ONLY.test(name);
}

/** Whether its first answer after the init phase is taken: ours, with and without priming. */
export const isPrimingPair = (name: string): boolean => /^gymcoach(-unprimed)?(-tls)?$/.test(name);
